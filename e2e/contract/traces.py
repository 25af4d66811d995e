"""After an erasure, nothing of the person may be left where the server keeps things."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from story import Story


def none_left(story: "Story") -> None:
    """Looks for erased addresses in every file and in a dump of the database; the server rests."""
    gone = [it.email for it in story.leaving]
    held = {str(path): path.read_bytes() for path in files(story.server.folder)}
    if story.server.database_url:
        held["database dump"] = dump(story.server.database_url)
    found = [
        f"{email} in {place}"
        for place, content in held.items()
        for email in gone
        if email.encode() in content or email.encode().hex().encode() in content
    ]
    story.checks.none("no erased address is left in files, log or database", found)
    log = story.server.log_file.read_bytes()
    story.checks.that("no address at all in the log", b"@kandidater.example" not in log)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def dump(database_url: str) -> bytes:
    command = ["pg_dump", "--data-only", "--inserts", database_url]
    return subprocess.run(command, capture_output=True, check=True).stdout


def last_lines(log: Path, count: int = 30) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(["last lines of the server's log:", *lines[-count:]])
