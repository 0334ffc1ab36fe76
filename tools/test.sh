#!/usr/bin/env bash
# Every test on SQLite, browser included; then all that touches the database, but for the browser, on a PostgreSQL
# server of our own.
# Arguments go to pytest. KLANTKAART_JOBS: how many at once (default 2).
set -uo pipefail
cd "$(dirname "$0")/.."
jobs=${KLANTKAART_JOBS:-2}

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
find_initdb() { command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1; }
need chromium chromium
need age age
[ -n "$(find_initdb)" ] || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests also need: ${missing[*]}. Install them (on Debian: apt-get install ${missing[*]}) and run again." >&2
    exit 1
  fi
  echo "Installing ${missing[*]}."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null || exit 1
fi

bin=$(dirname "$(find_initdb)")
room=$(mktemp -d "${TMPDIR:-/tmp}/kk-test.XXXXXX") # short: the path of a socket has at most 107 characters
chmod 711 "$room"
mkdir -m 700 "$room/pg" "$room/tmp"
as_server() { # PostgreSQL does not run as root
  if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi
}
clean_up() {
  [ -d "$room/pg/rows" ] && as_server "'$bin/pg_ctl' -D '$room/pg/rows' -m immediate stop" >/dev/null 2>&1
  rm -rf "$room"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

start_server() {
  [ "$(id -u)" = 0 ] && chown postgres "$room/pg"
  if ! {
    as_server "cd '$room/pg' && '$bin/initdb' -D rows -A trust -U klantkaart -E UTF8 --locale=C.UTF-8" &&
      as_server "cd '$room/pg' && '$bin/pg_ctl' -D rows -l log -w start -o \"-k '$room/pg' -h '' -c fsync=off\""
  } >"$room/started" 2>&1; then
    echo "PostgreSQL did not start:" >&2
    cat "$room/started" "$room/pg/log" >&2
    return 1
  fi
}

export TMPDIR=$room/tmp
spread=(-q -n "$jobs" --dist loadfile --no-loadscope-reorder) # a file shares its server and its browser windows
echo "== All tests on SQLite"
.venv/bin/pytest "${spread[@]}" "$@"
sqlite=$?

echo "== All tests of the database but the browser's on PostgreSQL"
start_server || exit 1
KLANTKAART_DATABASE_URL="postgresql://klantkaart@/postgres?host=$room/pg" \
  .venv/bin/pytest "${spread[@]}" -m "not journey" "$@"
postgresql=$?

say() { case $1 in 0) echo "passed" ;; 5) echo "no tests found" ;; *) echo "FAILED" ;; esac; }
echo "SQLite: $(say $sqlite). PostgreSQL: $(say $postgresql)."
[ $sqlite = 0 ] && { [ $postgresql = 0 ] || [ $postgresql = 5 ]; }
