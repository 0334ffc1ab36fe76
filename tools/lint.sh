#!/usr/bin/env bash
# Style, types, tiers, templates, migrations and the product's own declarations. Tells everything, then fails.
set -uo pipefail
cd "$(dirname "$0")/.."
KLANTKAART_DATA=$(mktemp -d)
export KLANTKAART_DATA
trap 'rm -rf "$KLANTKAART_DATA"' EXIT
failed=()

check() { # name, command
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}

check "style" .venv/bin/ruff check .
check "layout" .venv/bin/ruff format --check .
check "types" .venv/bin/mypy src tests bench tools
check "tiers" .venv/bin/lint-imports
check "templates" .venv/bin/djlint src/klantkaart --lint --quiet
check "translations" .venv/bin/python tools/messages.py --check
check "generated papers" .venv/bin/python tools/docs.py --check
check "migrations" .venv/bin/python manage.py makemigrations --check --dry-run
check "declarations" .venv/bin/python manage.py check

if [ ${#failed[@]} -gt 0 ]; then
  echo "Not in order: ${failed[*]}" >&2
  exit 1
fi
echo "All in order."
