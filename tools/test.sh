#!/usr/bin/env bash
# Every test: on SQLite with a real browser, then again on a PostgreSQL server of our own.
set -euo pipefail
cd "$(dirname "$0")/.."
need() { # command, package
  command -v "$1" >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/"$1" >/dev/null 2>&1 || missing+=("$2")
}
missing=()
need chromium chromium; need initdb postgresql; need msgfmt gettext; need age age
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "These packages are missing: ${missing[*]}. Install them and run again." >&2; exit 1
  fi
fi
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
room=$(mktemp -d /tmp/klantkaart-pg.XXXXXX)
owner=""
if [ "$(id -u)" = 0 ]; then chown postgres "$room"; owner="postgres"; fi
as_owner() { if [ -n "$owner" ]; then su "$owner" -c "$1"; else bash -c "$1"; fi; }
stop() { as_owner "$bin/pg_ctl -D $room/data -m immediate stop" >/dev/null 2>&1 || true; rm -rf "$room"; }
trap stop EXIT
as_owner "$bin/initdb -D $room/data -A trust -U klantkaart >/dev/null"
as_owner "$bin/pg_ctl -D $room/data -l $room/log -o \"-k $room -h '' -c fsync=off\" -w start >/dev/null"

echo "== SQLite"
.venv/bin/pytest -q -n 2 "$@"
echo "== PostgreSQL"
KLANTKAART_DATABASE_URL="postgresql://klantkaart@/postgres?host=$room" .venv/bin/pytest -q -n 2 -m "not journey" "$@"
