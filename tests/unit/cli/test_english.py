"""The terminal in English for who asks for it: help of every command, and what it says to wrong usage."""

import os
import subprocess
import sys
from pathlib import Path

from dutch import dutch_in

# A process of its own: what commands say of themselves is fixed when they load.
TELL = """
import click
from click.testing import CliRunner
from klantkaart.cli.main import program

def tell(command, context):
    print(command.get_help(context))
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        below = command.get_command(context, name)
        tell(below, below.context_class(below, info_name=name, parent=context))

tell(program, program.context_class(program, info_name="klantkaart"))
for words in (["custmers"], ["card"], ["card", "1", "2"], ["run", "--port", "0"], ["retention", "due", "--on", "32"],
              ["import", "nowhere.csv"], ["access", "1", "--lang", "fr"], ["keys", "list", "--colour"], ["end", "1"]):
    print(CliRunner().invoke(program, words).output)
"""


def told(language: str, data: Path) -> list[str]:
    environment = {**os.environ, "KLANTKAART_LANG": language, "KLANTKAART_DATA": str(data)}
    answer = subprocess.run([sys.executable, "-c", TELL], env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()


def test_help_and_mistakes_are_in_english(tmp_path: Path) -> None:
    lines = told("en", tmp_path)
    assert dutch_in(lines, frozenset({"en"})) == {}
    assert sum(line.startswith("Usage: klantkaart") for line in lines) > 30
    assert "The command 'custmers' does not exist. Did you mean customers?" in lines


def test_dutch_stays_dutch(tmp_path: Path) -> None:
    """So that the test above would notice."""
    lines = told("nl", tmp_path)
    assert "De opdracht 'custmers' bestaat niet. Bedoel je customers?" in lines
    assert len(dutch_in(lines)) > 100
