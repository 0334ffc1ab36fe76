"""The terminal in tests: a command, what it answered, and its exit code."""

import json
from typing import Any

from click.testing import CliRunner, Result

from klantkaart.cli.main import program


def command(*words: object, answers: str = "") -> Result:
    """Run ``klantkaart`` with these words; anything nobody foresaw fails the test with its own traceback."""
    result = CliRunner().invoke(program, [str(word) for word in words], input=answers or None)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def reported(*words: object) -> Any:
    """What the command reports with ``--json``."""
    result = command(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
