"""Several servers of one database, and the trouble they get into."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import database
from client import Client
from server import Server

SHORT = 5.0
# Longer than the database waits for a transaction that stands still.
LONG = 12.0
# How long to wait for the moment that is wanted.
AIMING = 2.0


class Fleet:
    """Each server has its own port and data folder; the database and the keys are the same."""

    def __init__(
        self, binary: Path, folder: Path, database_url: str, smtp_port: int, count: int
    ) -> None:
        self.database_url = database_url
        self.keys = folder / "keys"
        self.servers: list[Server] = []
        self._binary = binary
        self._folder = folder
        self._smtp_port = smtp_port
        for _ in range(count):
            self.another(database_url)

    @property
    def first(self) -> Server:
        return self.servers[0]

    @property
    def logs(self) -> list[Path]:
        return [server.log_file for server in self.servers]

    def another(self, database_url: str) -> Server:
        """Adds a server, not started yet, that may have another database but not other keys."""
        name = f"server-{len(self.servers) + 1}"
        own = self._folder / name
        own.mkdir()
        url = database.named(database_url, name)
        server = Server(self._binary, own, url, self._smtp_port, self._settings())
        self.servers.append(server)
        return server

    def clients(self, timeout: float = 30) -> list[Client]:
        return [Client(server.url, timeout=timeout) for server in self.servers]

    def start(self) -> None:
        for server in self.servers:
            server.start()

    def end(self) -> None:
        for server in self.servers:
            server.end()

    def _settings(self) -> dict[str, str]:
        """All have the public URL of the first, as behind a load balancer."""
        changes = {
            "SAMTYCKE_KEY_DIR": str(self.keys),
            "SAMTYCKE_LOG": "info,samtycke_server::log=debug,sqlx=warn",
        }
        if self.servers:
            changes["SAMTYCKE_PUBLIC_URL"] = self.first.url
        return changes


class Middle(Enum):
    """What a server can be in the middle of when it stops."""

    SEQUENCING = "sequencing the log"
    KEEPING = "work with the key folder"
    TRANSACTION = "another transaction"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Pause:
    server: int
    begin: float
    end: float
    middle: Middle
    killed: bool


class Trouble:
    """Pauses, slows down and kills every server, each at its own moments."""

    def __init__(self, fleet: Fleet, seed: int) -> None:
        self.kills = 0
        self.crawls = 0
        self.pauses: list[Pause] = []
        self._fleet = fleet
        self._seed = seed
        self._lock = threading.Lock()
        self._over = threading.Event()

    @contextlib.contextmanager
    def during(self) -> Iterator[None]:
        """Leaves every server running. Raises Fatal when one had ended by itself."""
        count = len(self._fleet.servers)
        with ThreadPoolExecutor(max_workers=count) as pool:
            working: list[Future[None]] = [pool.submit(self._run, it) for it in range(count)]
            try:
                yield
            finally:
                self._over.set()
        for each in working:
            each.result()

    def _run(self, number: int) -> None:
        chance = random.Random(f"{self._seed} trouble {number}")
        while not self._over.wait(chance.uniform(0.3, 4)):
            draw = chance.random()
            if draw < 0.25:
                self._kill(number)
            elif draw < 0.65:
                self._pause(number, chance)
            else:
                self._crawl(number, chance)

    def _kill(self, number: int) -> None:
        self._fleet.servers[number].kill_and_restart()
        with self._lock:
            self.kills += 1

    def _pause(self, number: int, chance: random.Random) -> None:
        """Some pauses end with a kill, so that what the server was about to do never happens."""
        server = self._fleet.servers[number]
        wanted = chance.choice([Middle.SEQUENCING, Middle.KEEPING, Middle.TRANSACTION])
        kill = chance.random() < 0.3
        seconds = LONG if chance.random() < 0.15 else chance.uniform(0.1, SHORT)
        middle = self._stop_in_the_middle(number, wanted)
        begin = time.monotonic()
        self._over.wait(seconds)
        end = time.monotonic()
        if kill:
            self._kill(number)
        else:
            server.resume()
        with self._lock:
            self.pauses.append(Pause(number, begin, end, middle, kill))

    def _crawl(self, number: int, chance: random.Random) -> None:
        """Lets it work a few milliseconds at a time, so that others come between its steps."""
        server = self._fleet.servers[number]
        end = time.monotonic() + chance.uniform(2, SHORT)
        while time.monotonic() < end and not self._over.is_set():
            server.pause()
            time.sleep(chance.uniform(0.02, 0.3))
            server.resume()
            time.sleep(chance.uniform(0.0005, 0.004))
        with self._lock:
            self.crawls += 1

    def _stop_in_the_middle(self, number: int, wanted: Middle) -> Middle:
        """Stops it, and lets it go on again until it stands where it is wanted, for a while."""
        server = self._fleet.servers[number]
        end = time.monotonic() + AIMING
        while True:
            if wanted is Middle.KEEPING:
                self._wait_for_keeping(server, end)
            server.pause()
            # What was under way when it stopped, a commit for instance, still reaches the database.
            time.sleep(0.01)
            middle = self._middle(number)
            if middle is wanted or time.monotonic() > end:
                return middle
            server.resume()
            time.sleep(0.02)

    def _wait_for_keeping(self, server: Server, end: float) -> None:
        while time.monotonic() < end and not self._is_keeping(server):
            time.sleep(0.0002)

    def _middle(self, number: int) -> Middle:
        if self._is_keeping(self._fleet.servers[number]):
            return Middle.KEEPING
        url, name = self._fleet.database_url, f"server-{number + 1}"
        sequencing, transactions = database.held(url, name)
        if sequencing:
            return Middle.SEQUENCING
        return Middle.TRANSACTION if transactions else Middle.NOTHING

    def _is_keeping(self, server: Server) -> bool:
        return any(path.startswith(f"{self._fleet.keys}/") for path in server.open_files())

    def by_middle(self) -> dict[Middle, list[Pause]]:
        pauses = {middle: [it for it in self.pauses if it.middle is middle] for middle in Middle}
        return {middle: those for middle, those in pauses.items() if those}

    def summary(self) -> str:
        killed = sum(1 for pause in self.pauses if pause.killed)
        return (
            f"{len(self.pauses)} pauses, {killed} of them ended by a kill; {self.kills} kills in"
            f" all; {self.crawls} times one server was slowed down"
        )
