"""``python -m klantkaart.cli.serving PORT LISTEN [demo] [log]``: what ``klantkaart run`` becomes."""

import sys

from .supervisor import Plan, serve

if __name__ == "__main__":
    port, listen, *words = sys.argv[1:]
    sys.exit(serve(Plan(int(port), listen, demo="demo" in words, log_requests="log" in words)))
