"""Counts what holds and what does not; a check that fails does not hide the ones after it."""

import time
from collections.abc import Callable
from typing import Any


class Fatal(Exception):
    """Nothing after this can be meaningful."""


class Checks:
    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def that(self, name: str, holds: bool, detail: object = "") -> bool:
        if holds:
            self.passed += 1
            print(f"  ok    {name}", flush=True)
        else:
            self.failed += 1
            print(f"  FAIL  {name}  {shortened(detail)}", flush=True)
        return holds

    def equal(self, name: str, actual: Any, expected: Any) -> bool:
        return self.that(name, actual == expected, f"expected {expected!r}, got {actual!r}")

    def none(self, name: str, offenders: list[Any]) -> bool:
        """Holds when nothing offends; names the first few otherwise."""
        return self.that(name, not offenders, f"{len(offenders)}: {offenders[:3]!r}")

    def summary(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


def chapter(title: str) -> None:
    print(title, flush=True)


def shortened(detail: object, limit: int = 600) -> str:
    text = str(detail)
    return text if len(text) <= limit else text[:limit] + " …"


def wait_until(
    what: str, condition: Callable[[], bool], seconds: float = 60, pause: float = 0.2
) -> None:
    """Polls until the condition holds.

    Raises Fatal when it does not within the given time.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise Fatal(f"waited {seconds:.0f} s in vain until {what}")
        time.sleep(pause)
