"""The second half of an import: matching with what is there, staging, and taking over in the background.

``batches`` begins and steers, ``reading`` stages what a file holds, ``applying`` makes cards of it, ``queries`` is what
screens show, ``run`` does it all at once for the terminal. ``tasks`` lets a worker do it (payload: one id).
"""

from .batches import (
    begin_applying,
    cancel,
    choose_mapping,
    choose_rows,
    go_on,
    read_again,
    resume_unfinished,
    start_import,
)
from .run import Summary, run_file
from .sentences import REASONS

__all__ = [
    "REASONS",
    "Summary",
    "begin_applying",
    "cancel",
    "choose_mapping",
    "choose_rows",
    "go_on",
    "read_again",
    "resume_unfinished",
    "run_file",
    "start_import",
]
