"""Remembers every signed head of the log that anybody has seen, wherever it was seen."""

import contextlib
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature

from client import UNREACHABLE, Client
from merkle import Tree, open_checkpoint

SIGNED = "log head signed"
KEPT = re.compile(r"checkpoint(\.\d+)?")

Head = tuple[int, bytes]


class Witness:
    """Heads are judged at the end, against the tree they should all be a part of."""

    def __init__(self, vkey: str) -> None:
        self.vkey = vkey
        self.heads: dict[Head, set[str]] = defaultdict(set)
        self.unsigned: list[str] = []
        self.went_back: list[str] = []
        self.grew_at: list[float] = []
        self._newest: dict[str, int] = {}
        self._seen: dict[str, Head] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()

    def note(self, checkpoint: str, source: str) -> Head | None:
        """Keeps a checkpoint's size and root if the log's key signed them."""
        with self._lock:
            head = self._seen.get(checkpoint) or self._opened(checkpoint, source)
            if head is not None:
                self._seen[checkpoint] = head
                self.heads[head].add(source)
            return head

    def _opened(self, checkpoint: str, source: str) -> Head | None:
        try:
            opened = open_checkpoint(checkpoint, self.vkey)
        except (ValueError, InvalidSignature):
            self.unsigned.append(f"{source}: {checkpoint!r}")
            return None
        return opened.size, opened.root

    @contextlib.contextmanager
    def watching(self, clients: Iterable[Client], keys: Path) -> Iterator[None]:
        """Asks every server for its head, and reads the key folder's copy, again and again."""
        watchers = [threading.Thread(target=self._poll, args=[client]) for client in clients]
        watchers.append(threading.Thread(target=self._read, args=[keys]))
        for watcher in watchers:
            watcher.start()
        try:
            yield
        finally:
            self._over.set()
            for watcher in watchers:
                watcher.join()

    def kept(self, keys: Path) -> Head:
        """The largest head that the key folder keeps, or one of no entries."""
        while True:
            files = [file for file in keys.glob("checkpoint*") if KEPT.fullmatch(file.name)]
            try:
                notes = [self.note(file.read_text(), "key folder") for file in files]
            except FileNotFoundError:
                # A newer one came while the folder was listed: the list may lack it.
                continue
            return max([(0, b""), *filter(None, notes)])

    def _poll(self, client: Client) -> None:
        while not self._over.wait(0.02):
            floor = self._newest.get("servers", 0)
            with contextlib.suppress(*UNREACHABLE):
                answer = client.once("GET", "/log/checkpoint", b"", {})
                if answer.status == 200:
                    self._grown("servers", floor, self.note(answer.text, "servers"))

    def _read(self, keys: Path) -> None:
        """What anybody was shown must be kept already: a restored database is held against it."""
        while not self._over.wait(0.005):
            floor = max(self._newest.values(), default=0)
            kept = self.kept(keys)
            if kept[0]:
                self._grown("key folder", floor, kept)

    def _grown(self, source: str, floor: int, head: Head | None) -> None:
        """Whoever asks after another was answered must not get a smaller tree than that one."""
        if head is None:
            return
        with self._lock:
            if head[0] < floor:
                self.went_back.append(f"{source}: {head[0]} entries after {floor}")
            if head[0] > self._newest.get(source, 0):
                self._newest[source] = head[0]
                if source == "servers":
                    self.grew_at.append(time.monotonic())

    def read_logs(self, logs: Iterable[Path]) -> int:
        """Adds the heads that the servers say they signed, shown to anybody or not."""
        lines = [line for log in logs for line in log.read_text().splitlines() if SIGNED in line]
        for line in lines:
            event = json.loads(line)
            self.heads[event["size"], bytes.fromhex(event["root"])].add("logs")
        return len(lines)

    def seen_in(self, source: str) -> set[Head]:
        return {head for head, sources in self.heads.items() if source in sources}

    def contradictions(self, tree: Tree) -> list[str]:
        """Heads that are not a beginning of this tree: with them the log has two histories."""
        return [
            f"{size} entries in {sorted(sources)}"
            for (size, root), sources in sorted(self.heads.items())
            if size > tree.size or tree.root(size) != root
        ]
