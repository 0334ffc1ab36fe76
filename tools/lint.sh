#!/usr/bin/env bash
# Style, types, tiers, templates, migrations and the product's own declarations.
set -euo pipefail
cd "$(dirname "$0")/.."
export KLANTKAART_DATA; KLANTKAART_DATA=$(mktemp -d)
trap 'rm -rf "$KLANTKAART_DATA"' EXIT
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy src tests
.venv/bin/lint-imports
.venv/bin/djlint src/klantkaart --lint --quiet
.venv/bin/python manage.py makemigrations --check --dry-run
.venv/bin/python manage.py check
