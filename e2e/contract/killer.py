"""Kills the server without warning, again and again, while others work with it."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from server import Server


class Killer:
    """Spreads its kills over the work: workers `keep_pace`, so no kill hits an idle server."""

    def __init__(self, server: Server, times: int, seed: int) -> None:
        self.kills = 0
        self._server = server
        self._times = times
        self._random = random.Random(seed)
        self._first = 0
        self._last = 0
        self._given_up = threading.Event()

    @contextlib.contextmanager
    def during(self, share: float, last: bool = False) -> Iterator[None]:
        """Kills this share of all kills, or all that are left, while the body runs.

        Ends when both are through. Raises Fatal when the server had ended by itself.
        """
        self._first = self.kills
        self._last = self._times if last else min(self._times, self._first + self._share(share))
        with ThreadPoolExecutor(max_workers=1) as pool:
            killing: Future[None] = pool.submit(self._run)
            try:
                yield
            except BaseException:
                self._given_up.set()
                raise
        killing.result()

    def keep_pace(self, progress: float) -> None:
        """Waits until the kills have come as far as the work (0 to 1)."""
        target = self._first + int((self._last - self._first) * progress)
        while self.kills < target and not self._given_up.is_set():
            time.sleep(0.01)

    def _share(self, share: float) -> int:
        return round(self._times * share)

    def _run(self) -> None:
        try:
            while self.kills < self._last and not self._given_up.wait(self._moment()):
                self._server.kill_and_restart()
                self.kills += 1
        except BaseException:
            self._given_up.set()
            raise

    def _moment(self) -> float:
        """Mostly in the middle of work, now and then while the server is still starting."""
        longest = 0.15 if self._random.random() < 0.2 else 2.0
        return self._random.uniform(0.01, longest)
