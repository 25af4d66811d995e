"""After an erasure, nothing of the person may be left where the server keeps things."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from story import Story


def of_erased(story: "Story") -> list[str]:
    """Where an erased address is still found: any file, or a dump of the database."""
    held = {str(path): content_of(path) for path in story.server.folder.rglob("*")}
    if story.server.database_url:
        held["database dump"] = dump(story.server.database_url)
    return [
        f"{it.email} in {place}"
        for place, content in held.items()
        for it in story.leaving
        if it.email.encode() in content or it.email.encode().hex().encode() in content
    ]


def in_log(story: "Story") -> bool:
    """Whether the server's log names anybody."""
    return b"@kandidater.example" in story.server.log_file.read_bytes()


def content_of(path: Path) -> bytes:
    """A running server may take a file away between finding and reading it."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        return b""


def dump(database_url: str) -> bytes:
    command = ["pg_dump", "--data-only", "--inserts", database_url]
    return subprocess.run(command, capture_output=True, check=True).stdout


def complaints(logs: list[Path]) -> str:
    """The warnings and errors in the servers' logs, and how often each was made."""
    counts: Counter[str] = Counter()
    for log in logs:
        for line in log.read_text(errors="replace").splitlines():
            if '"level":"INFO"' not in line and '"level":"DEBUG"' not in line:
                counts[without_time(line)] += 1
    shown = [f"{count} × {line}" for line, count in counts.most_common(30)]
    return "\n".join(["the servers' complaints:", *shown])


def without_time(line: str) -> str:
    try:
        event = json.loads(line)
    except ValueError:
        return line
    return " ".join(str(event[key]) for key in ("level", "message", "cause") if key in event)


def last_lines(log: Path, count: int = 30) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(["last lines of the server's log:", *lines[-count:]])
