"""``python -m klantkaart.cli.serving.process NAME``: a child of the supervisor that needs the whole product."""

import sys
from importlib import import_module

from ..main import ready

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    ready()
    sys.exit(import_module(f"{__package__}.{name}").main(arguments))
