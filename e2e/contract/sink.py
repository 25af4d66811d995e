"""A real SMTP server that keeps every message it accepts.

Run by itself, it prints its port and writes every message as a JSON file into a folder:
`python sink.py FOLDER`.
"""

import asyncio
import email
import email.policy
import json
import os
import sys
import threading
import time
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Mail:
    received_at: float
    sender: str
    recipient: str
    message_id: str
    kind: str
    subject: str
    headers: list[tuple[str, str]]
    text: str
    html: str


class Sink:
    """Answers each message only after `dawdle()` seconds, so that a sender can die in between."""

    def __init__(self, dawdle=lambda: 0.0, on_mail=lambda mail: None) -> None:
        self._mails: list[Mail] = []
        self._lock = threading.Lock()
        self._dawdle = dawdle
        self._on_mail = on_mail
        self._controller = AnyPort(self, hostname="127.0.0.1", port=0)

    def __enter__(self) -> "Sink":
        self._controller.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.server.sockets[0].getsockname()[1]

    def mails(self, kind: str | None = None) -> list[Mail]:
        with self._lock:
            return [mail for mail in self._mails if kind in (None, mail.kind)]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        mail = parse(envelope)
        with self._lock:
            self._mails.append(mail)
        self._on_mail(mail)
        await asyncio.sleep(self._dawdle())
        return "250 2.0.0 accepted"


class AnyPort(Controller):
    """Lets the system choose the port, which the base class cannot probe for."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def parse(envelope: Envelope) -> Mail:
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    return Mail(
        received_at=time.time(),
        sender=envelope.mail_from or "",
        recipient=envelope.rcpt_tos[0],
        message_id=message.get("Message-ID", ""),
        kind=message.get("X-Samtycke-Mail", ""),
        subject=message.get("Subject", ""),
        headers=[(name, str(value)) for name, value in message.items()],
        text=body(message, "plain"),
        html=body(message, "html"),
    )


def body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    return part.get_content() if part else ""


def write_json(folder: Path, mail: Mail) -> None:
    """Renames the finished file into place, so that a reader never sees half a message."""
    name = f"{time.time_ns()}.json"
    unfinished = folder / f"{name}.part"
    unfinished.write_text(json.dumps(asdict(mail), ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, folder / name)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with Sink(on_mail=lambda mail: write_json(folder, mail)) as sink:
        print(sink.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
