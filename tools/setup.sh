#!/usr/bin/env bash
# Make .venv from the lock files and compile the translations; skipped when nothing changed.
# Usage: tools/setup.sh base|dev
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-base}

python() { # the first Python that is new enough
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Python 3.11 or newer is needed, and was not found. On Debian: apt-get install python3 python3-venv" >&2
  exit 1
}

make_venv() {
  local python
  python=$(python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
      echo "This Python cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2
      exit 1
    fi
  fi
  "$python" -m venv --clear .venv
}

install() {
  echo "Setting up .venv ($what); the first time this takes a minute or two."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$what.txt"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
}

translate() {
  local po
  for po in src/klantkaart/locale/*/LC_MESSAGES/django.po; do
    [ -f "$po" ] && [ ! "${po%.po}.mo" -nt "$po" ] || continue
    .venv/bin/pybabel --quiet compile --input-file "$po" --output-file "${po%.po}.mo"
  done
}

# What is wanted is marked by the sum of what it was made from; the larger set contains the smaller.
wanted=$(cat requirements/base.txt "requirements/$what.txt" pyproject.toml | sha256sum)
larger=$(cat requirements/base.txt requirements/dev.txt pyproject.toml | sha256sum)
.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
have=$(cat .venv/.made-from 2>/dev/null || true)
if [ "$have" != "$wanted" ] && [ "$have" != "$larger" ]; then
  install
  echo "$wanted" > .venv/.made-from
fi
translate
