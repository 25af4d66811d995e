"""PostgreSQL from outside: what its clients are doing, and a copy of everything."""

import subprocess
import urllib.parse
from pathlib import Path


def named(url: str, application: str) -> str:
    """The same database, for connections that say who they are."""
    parts = urllib.parse.urlsplit(url)
    query = urllib.parse.urlencode({"application_name": application})
    return parts._replace(query="&".join(filter(None, [parts.query, query]))).geturl()


def beside(url: str, suffix: str) -> str:
    """The URL of another database of the same server."""
    parts = urllib.parse.urlsplit(url)
    return parts._replace(path=parts.path + suffix).geturl()


def held(url: str, application: str) -> tuple[bool, int]:
    """Whether these connections hold the sequencer's lock, and how many are in a transaction.

    Only the sequencer of the log takes an advisory lock that ends with its transaction.
    """
    shown = query(
        url,
        "SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid"
        " AND l.locktype = 'advisory' AND l.granted)), count(*) FILTER (WHERE a.xact_start IS NOT"
        f" NULL) FROM pg_stat_activity a WHERE a.application_name = '{application}'",
    )
    sequencers, transactions = shown.split("|")
    return sequencers != "0", int(transactions)


def query(url: str, sql: str) -> str:
    command = ["psql", "--no-psqlrc", "--quiet", "-At", "--command", sql, url]
    return run(command).strip()


def copy(url: str, file: Path) -> None:
    run(["pg_dump", "--format=custom", "--file", str(file), url])


def create(url: str) -> None:
    name = urllib.parse.urlsplit(url).path.lstrip("/")
    postgres = urllib.parse.urlsplit(url)._replace(path="/postgres").geturl()
    query(postgres, f'CREATE DATABASE "{name}"')


def restore(file: Path, url: str) -> None:
    """Into a new database of that name."""
    create(url)
    run(["pg_restore", "--exit-on-error", "--dbname", url, str(file)])


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr}")
    return done.stdout
