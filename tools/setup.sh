#!/usr/bin/env bash
# Make .venv from the lock files; nothing is done when nothing changed. Usage: tools/setup.sh base|dev
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-base}
stamp=.venv/.stamp-$what
sum=$(cat "requirements/$what.txt" pyproject.toml | sha256sum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && exit 0
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Setting up ($what) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$what.txt"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
for po in src/klantkaart/locale/*/LC_MESSAGES/django.po; do
  [ -f "$po" ] && .venv/bin/pybabel --quiet compile -i "$po" -o "${po%.po}.mo"
done
echo "$sum" > "$stamp"
