"""The built program as a process: started, stopped, killed, and run under another clock."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

from checks import Fatal


class Server:
    """One server on one port. Restarting keeps data, keys and port, like a machine would."""

    def __init__(
        self,
        binary: Path,
        folder: Path,
        database_url: str | None,
        smtp_port: int,
        changes: dict[str, str] | None = None,
    ) -> None:
        self.binary = binary
        self.folder = folder
        self.database_url = database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = folder / "server.log"
        self.days_later = 0
        self._settings = settings(folder, database_url, self.port, smtp_port) | (changes or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self, days_later: int = 0) -> None:
        """Starts without waiting; the client retries until the server answers."""
        with self._lock:
            self.days_later = days_later
            self._spawn()

    def stop(self) -> int:
        """Asks the server to end, as a service manager does, and returns its exit code."""
        with self._lock:
            process = self._running()
            process.send_signal(signal.SIGTERM)
            try:
                return process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Fatal("the server did not end within 20 s of SIGTERM") from None

    def kill_and_restart(self) -> None:
        with self._lock:
            process = self._running()
            process.kill()
            process.wait()
            self._spawn()

    def pause(self) -> None:
        """Stops it in the middle of whatever it does; the kernel keeps its connections open."""
        with self._lock:
            self._running().send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        with self._lock:
            self._running().send_signal(signal.SIGCONT)

    def open_files(self) -> list[str]:
        """The paths it has open at this moment."""
        with self._lock:
            folder = Path(f"/proc/{self._running().pid}/fd")
        links = []
        for link in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                links.append(os.readlink(link))
        return links

    def end(self) -> None:
        """Leaves no process behind, whatever happened."""
        with self._lock:
            if self._process and self._process.poll() is None:
                self._process.kill()
                self._process.wait()

    def alive(self) -> bool:
        with self._lock:
            return self._process is not None and self._process.poll() is None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs one command of the same binary, in the same time as the server."""
        return subprocess.run(
            [self.binary, *arguments],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def command_json(self, *arguments: str) -> Any:
        """Runs a command that prints one JSON object on its standard output."""
        done = self.command(*arguments)
        if done.returncode != 0:
            raise Fatal(f"samtycke {arguments[0]} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def _spawn(self) -> None:
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [self.binary, "serve"], env=self._environment(), stdout=log, stderr=log
            )

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise Fatal("the server was never started")
        if self._process.poll() is not None:
            raise Fatal(f"the server ended by itself with {self._process.returncode}")
        return self._process

    def _environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return inherited | self._settings | later(self.days_later)


def settings(folder: Path, database_url: str | None, port: int, smtp_port: int) -> dict[str, str]:
    values = {
        "SAMTYCKE_DATA_DIR": str(folder / "data"),
        "SAMTYCKE_KEY_DIR": str(folder / "keys"),
        "SAMTYCKE_LISTEN": f"127.0.0.1:{port}",
        "SAMTYCKE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SAMTYCKE_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "SAMTYCKE_MAIL_FROM": "Exempel AB <samtycke@exempel.example>",
        "SAMTYCKE_RATE_LIMIT_PER_MINUTE": "0",
    }
    if database_url:
        values["SAMTYCKE_DATABASE_URL"] = database_url
    return values


def later(days: int) -> dict[str, str]:
    """What the command `faketime` would set.

    Not by that command: signals must reach the server and no wrapper, and the wrapper refuses to
    start when a killed process with the id it happens to get has left its semaphore behind.
    """
    if days == 0:
        return {}
    return {"LD_PRELOAD": faketime_library(), "FAKETIME": f"+{days}d"}


def faketime_library() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if found:
        return str(found[0])
    raise Fatal("libfaketime.so.1 is missing: apt-get install faketime")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
