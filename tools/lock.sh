#!/usr/bin/env bash
# Write requirements/*.txt from requirements/*.in: exact versions with their hashes, no addresses of registries.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { # name, further arguments
  .venv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links "requirements/$1.in" -o "requirements/$1.txt" "${@:2}"
}
compile dev
compile base --constraint requirements/dev.txt
