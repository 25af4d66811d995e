"""A server that comes back from a backup: whoever was erased stays so, and nobody is asked twice."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import database
import pages
from checks import Checks, chapter, wait_until
from client import Client
from server import Server
from sink import Sink
from story import ORIGIN, PATIENCE, new_submission

RENEWS, DECLINES, SILENT = (f"{name}@aterstalld.example" for name in ("ja", "nej", "tyst"))
LATER = "senare@aterstalld.example"


class Loss:
    """One run: a backup, a life after it, the loss of the database and the return of the backup."""

    def __init__(
        self, checks: Checks, binary: Path, folder: Path, database_url: str | None, sink: Sink
    ) -> None:
        self.checks = checks
        self.sink = sink
        own = folder / "restored"
        own.mkdir()
        self.backup = own / "backup"
        url = database.beside(database_url, "_restored") if database_url else None
        if url:
            database.create(url)
        self.server = Server(binary, own, url, sink.port)
        self.public = Client(self.server.url)
        self.staff = self.public
        self.ids: dict[str, str] = {}
        self.receipts: dict[str, str] = {}

    def open_account(self) -> None:
        self.server.start()
        self.public.get("/readyz")
        made = self.server.command_json(
            *("tenant", "add", "Exempel AB", "--admin", "admin@exempel.example"),
            *("--origin", ORIGIN, "--publish-proposal"),
        )
        key = self.server.command_json(
            "api-key", "add", "--tenant", made["tenant_id"], "--role", "admin"
        )
        self.staff = self.public.with_key(key["api_key"])
        site = f"/v1/sites/{made['site_key']}"
        text = self.public.get(f"{site}/consent-text?lang=sv", {"Origin": ORIGIN}).expect(200)
        for email in (RENEWS, DECLINES, SILENT):
            submission = new_submission(text, "Åter Ställd", email)
            given = self.public.post(f"{site}/consents", submission, {"Origin": ORIGIN}).expect(201)
            self.receipts[email] = given["receipt"]
            self.ids[email] = self._item(email)["id"]

    def back_up(self) -> None:
        done = self.server.command("backup", str(self.backup))
        self.checks.equal("a backup is made while the server runs", done.returncode, 0)
        again = self.server.command("backup", str(self.backup))
        self.checks.equal("a backup never overwrites another", again.returncode, 2)
        keys = [it.name for it in self.backup.rglob("*") if it.suffix in (".key", ".journal")]
        self.checks.none("no key and no journal is in it", keys)

    def go_on(self) -> None:
        """What the backup does not know."""
        asked = {"ids": list(self.ids.values()), "dry_run": False}
        self.staff.post("/v1/renewals", asked).expect(200)
        wait_until("everybody is asked", lambda: len(self._asked()) == len(self.ids), PATIENCE)
        self.deadline = self._item(SILENT)["deadline"]
        self.link = self._link(SILENT)
        pages.renew(self.public, self._link(RENEWS))
        pages.decline(self.public, self._link(DECLINES))
        gone = self.staff.get(f"/v1/candidates/{self.ids[DECLINES]}").status
        self.checks.equal("whoever declines is erased", gone, 404)
        wait_until("the farewell is sent", lambda: self._sent("farewell") != [], PATIENCE)

    def come_back(self) -> None:
        command = ("restore", str(self.backup))
        running = self.server.command(*command, "--replace")
        refused = (running.returncode, "stop every server" in running.stderr)
        self.checks.equal("nothing is restored under a running server", refused, (2, True))
        self.server.stop()
        kept = self.server.command(*command)
        refused = (kept.returncode, "--replace" in kept.stderr)
        self.checks.equal("data is not replaced unless that is said", refused, (2, True))
        done = self.server.command(*command, "--replace")
        self.checks.equal("the backup is put back", (done.returncode, done.stderr), (0, ""))
        self.checks.that("it says how many are erased again", "erased: 1 " in done.stdout, done.stdout)
        lost = f"/console/candidates/{self.ids[RENEWS]}"
        self.checks.that("it names whose answer is lost", lost in done.stdout, done.stdout)
        self.server.start()

    def look_around(self) -> None:
        self._register_one_more()
        gone = self.staff.get(f"/v1/candidates/{self.ids[DECLINES]}").status
        self.checks.equal("whoever was erased stays erased", gone, 404)
        silent = self._item(SILENT)
        self.checks.equal("the 30 days are the same", silent["deadline"], self.deadline)
        self.checks.equal("the link in the mail works", self.public.get(self.link).status, 200)
        self.checks.equal("whoever answered is not waited for", self._item(RENEWS)["renewal"], "answered")
        expected = {email: 1 for email in (*self.ids, LATER)}
        requests = Counter(mail.recipient for mail in self._sent("request"))
        self.checks.equal("nobody is asked twice", dict(requests), expected)
        copies = Counter(mail.message_id for mail in self._sent())
        self.checks.none("no mail is sent twice", [it for it in copies.values() if it > 1])
        verdict = self.public.post("/v1/receipts/verify", {"receipt": self.receipts[SILENT]})
        self.checks.equal("an older receipt is valid", verdict.expect(200)["status"], "valid")
        self.server.stop()
        log = self.server.command("log", "check")
        self.checks.equal("the log holds", log.returncode, 0)

    def _register_one_more(self) -> None:
        """When that request has come, whatever else was due has come before it."""
        body = {"email": LATER, "name": "Se Nare", "source_detail": "Mässa"}
        self.staff.post("/v1/candidates", body).expect(201)
        wait_until("a new request is sent", lambda: LATER in self._asked(), PATIENCE)

    def _asked(self) -> dict[str, Any]:
        """The deadlines of those whose request the mail server has taken."""
        return {it["email"]: it["deadline"] for it in self._items() if it["deadline"]}

    def _item(self, email: str) -> dict[str, Any]:
        return next(it for it in self._items() if it["email"] == email)

    def _items(self) -> list[dict[str, Any]]:
        return list(self.staff.pages("/v1/candidates", limit="50"))

    def _link(self, email: str) -> str:
        mail = next(it for it in self._sent("request") if it.recipient == email)
        return re.search(re.escape(self.server.url) + r"(/r/[^\s<>\"]+)", mail.text)[1]

    def _sent(self, kind: str | None = None) -> list[Any]:
        return [it for it in self.sink.mails(kind) if it.recipient.endswith("@aterstalld.example")]


def tell(checks: Checks, binary: Path, folder: Path, database_url: str | None, sink: Sink) -> None:
    chapter("a restored backup")
    loss = Loss(checks, binary, folder, database_url, sink)
    try:
        loss.open_account()
        loss.back_up()
        loss.go_on()
        loss.come_back()
        loss.look_around()
    finally:
        loss.server.end()
