"""Kills the server without warning, again and again, while others work with it."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator

from server import Server


class Killer:
    """Spreads its kills over the work: workers `keep_pace`, so no kill hits an idle server."""

    def __init__(self, server: Server, times: int, seed: int) -> None:
        self._server = server
        self._random = random.Random(seed)
        self._left = times
        self.kills = 0
        self._quota = 0
        self._done_in_phase = 0

    @contextlib.contextmanager
    def during(self, share: float, last: bool = False) -> Iterator[None]:
        """Kills this share of all kills while the body runs; ends when both are through."""
        total = self._left + self.kills
        self._quota = self._left if last else min(self._left, round(total * share))
        self._done_in_phase = 0
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        yield
        thread.join()

    def keep_pace(self, progress: float) -> None:
        """Waits until the kills have come as far as the work (0 to 1)."""
        while self._done_in_phase < int(self._quota * progress):
            time.sleep(0.01)

    def _run(self) -> None:
        for _ in range(self._quota):
            time.sleep(self._moment())
            self._server.kill_and_restart()
            self._left -= 1
            self.kills += 1
            self._done_in_phase += 1

    def _moment(self) -> float:
        """Mostly in the middle of work, now and then while the server is still starting."""
        longest = 0.15 if self._random.random() < 0.2 else 2.0
        return self._random.uniform(0.01, longest)
