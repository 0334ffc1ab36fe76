"""Killing an act at each of its steps, and running one in several processes at once."""

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

STEPS = ("open", "write", "fsync", "link", "replace", "unlink", "mkdir", "fchmod", "ftruncate", "truncate")
FAILED = 99


def killed_at_each_step(act: Callable[[], object], prepare: Callable[[], object]) -> Iterator[int]:
    """Prepare, run ``act`` in a child that dies by SIGKILL just before its n-th system call, and yield n; for every n
    until the act gets through. A write is killed when half of it is done."""
    for step in count(1):
        prepare()
        if _result(_fork(partial(_die_at, step, act))) == 0:
            assert step > 1, "the act makes no system call that can be killed"
            return
        yield step


def in_processes(acts: list[Callable[[], object]]) -> None:
    """Run the acts in processes that start together; fails when one of them raises."""
    ready, go = os.pipe()
    children = [_fork(partial(_start_together, ready, act)) for act in acts]
    os.write(go, b"." * len(acts))
    assert [_result(child) for child in children] == [0] * len(acts)
    os.close(ready)
    os.close(go)


def _die_at(step: int, act: Callable[[], object]) -> None:
    steps = count(1)

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if next(steps) == step:
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **options)

        return call

    for name in STEPS:
        setattr(os, name, watched(name, getattr(os, name)))
    act()


def _start_together(ready: int, act: Callable[[], object]) -> None:
    os.read(ready, 1)
    act()


def _fork(act: Callable[[], object]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a test runner's thread does not matter to the child
        child = os.fork()
    if child:
        return child
    try:
        act()
    except BaseException:  # noqa: BLE001  (a forked test must never return into the test runner)
        traceback.print_exc(file=sys.__stderr__)
        os._exit(FAILED)
    os._exit(0)


def _result(child: int) -> int:
    """0 when it got through, -9 when it was killed; anything else fails here."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}, "the act raised in the child"
    return code
