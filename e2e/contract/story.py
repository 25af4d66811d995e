"""The main job, through the public contract alone: consents, proof, the question, the 30 days."""

import contextlib
import re
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import jwt

import packs
import pages
import traces
from checks import Checks, Fatal, wait_until
from client import Client, Response
from killer import Killer
from receipts import Verifier, check_signatures
from server import Server
from sink import Mail, Sink

ORIGIN = "https://jobb.exempel.example"
CONSENTS = 200
REPEATED = 30
TWICE_AT_ONCE = 20
RENEWING, DECLINING, SILENT = 5, 5, 10
PATIENCE = 120.0

# Each must come back exactly as it was sent: accents, other scripts, joined emoji, a decomposed
# letter, right-to-left text, and what would be markup or SQL elsewhere.
NAMES = [
    "Åsa Öberg-Äng",
    "李小龍",
    "Zoe\u0308 Decomposed",
    "محمد Exempel",
    "👩‍💻 Kandidat",
    "O'Brien; DROP TABLE candidates;--",
    "<b>Fet</b> & Co",
    "Ægir Ðórsson Þ",
]


@dataclass
class Consent:
    name: str
    email: str
    submission: dict[str, Any]
    answer: dict[str, Any]


@dataclass
class Registered:
    id: str
    name: str
    email: str
    link: str = ""


class Story:
    """One run. Every part leaves what the later ones need in these fields."""

    def __init__(self, checks: Checks, server: Server, sink: Sink, killer: Killer) -> None:
        self.checks = checks
        self.server = server
        self.sink = sink
        self.killer = killer
        self.public = Client(server.url)
        self.staff = self.public
        self.site = ""
        self.consents: list[Consent] = []
        self.registered: list[Registered] = []

    @property
    def renewing(self) -> list[Registered]:
        return self.registered[:RENEWING]

    @property
    def declining(self) -> list[Registered]:
        return self.registered[RENEWING : RENEWING + DECLINING]

    @property
    def silent(self) -> list[Registered]:
        return self.registered[RENEWING + DECLINING :]

    @property
    def leaving(self) -> list[Registered]:
        return self.declining + self.silent

    def open_account(self) -> None:
        self.checks.equal("ready", self.public.get("/readyz").status, 200)
        made = self.server.command_json(
            *("tenant", "add", "Exempel AB", "--admin", "admin@exempel.example"),
            *("--origin", ORIGIN, "--publish-proposal"),
        )
        self.checks.that("tenant add prints a sign-in link", made["sign_in_url"].startswith("http"))
        key = self.server.command_json(
            "api-key", "add", "--tenant", made["tenant_id"], "--role", "admin"
        )
        self.site = made["site_key"]
        self.staff = self.public.with_key(key["api_key"])

    def consent_text(self, language: str) -> dict[str, Any]:
        path = f"/v1/sites/{self.site}/consent-text?lang={language}"
        return self.public.get(path, {"Origin": ORIGIN}).expect(200)

    def submit(self, submission: dict[str, Any]) -> Response:
        path = f"/v1/sites/{self.site}/consents"
        return self.public.post(path, submission, {"Origin": ORIGIN})

    def give_consents(self) -> None:
        texts = [self.consent_text("sv"), self.consent_text("en")]
        self.checks.equal("both languages", [text["language"] for text in texts], ["sv", "en"])
        with self.killer.during(0.4):
            self.consents = self.in_parallel(
                range(CONSENTS), lambda number: self._give(number, texts[number % 2])
            )
        ids = {consent.answer["consent_id"] for consent in self.consents}
        self.checks.equal("every submission became a consent of its own", len(ids), CONSENTS)
        self._repeat_some()

    def _give(self, number: int, text: dict[str, Any]) -> Consent:
        name = f"{NAMES[number % len(NAMES)]} {number}"
        email = f"kandidat{number:03}@kandidater.example"
        submission = new_submission(text, name, email)
        if number < TWICE_AT_ONCE:
            answers = at_once([lambda: self.submit(submission)] * 2)
            first, second = (answer.expect(201) for answer in answers)
            if first != second:
                self.checks.equal(f"two copies of submission {number} at once", second, first)
            return Consent(name, email, submission, first)
        return Consent(name, email, submission, self.submit(submission).expect(201))

    def _repeat_some(self) -> None:
        repeated = self.consents[-REPEATED:]
        answers = self.in_parallel(repeated, lambda it: self.submit(it.submission).expect(201))
        differing = [
            it.email for it, answer in zip(repeated, answers, strict=True) if answer != it.answer
        ]
        self.checks.none("a submission sent again gets the first answer", differing)

    def verify_receipts(self) -> None:
        verifier = Verifier(self.public)
        receipts = [consent.answer["receipt"] for consent in self.consents]
        check_signatures(self.checks, verifier, "receipt", receipts)
        verdicts = self.in_parallel(self.consents, self._verdict)
        wrong = [
            verdict
            for consent, verdict in zip(self.consents, verdicts, strict=True)
            if not verdict["valid"]
            or verdict["status"] != "valid"
            or verdict["consent_id"] != consent.answer["consent_id"]
        ]
        self.checks.none("the server finds every receipt valid", wrong)
        unproven = [
            verdict["log"]
            for receipt, verdict in zip(receipts, verdicts, strict=True)
            if not verifier.is_logged(receipt, verdict["log"])
        ]
        self.checks.none("every receipt is in the signed log", unproven)
        elsewhere = verifier.is_logged(receipts[0], verdicts[1]["log"])
        self.checks.that("one receipt's proof does not fit another", not elsewhere)

    def change_keys(self) -> None:
        """Under the running server. The receipts given so far are verified again at the end."""
        old = Verifier(self.public).keys
        new = self.server.command_json("key", "rotate", "--after", "0")["kid"]
        self.server.command_json("key", "rotate", "--log", "--after", "0")
        wait_until("the server has four keys", lambda: len(Verifier(self.public).keys) == 4)
        first = jwt.get_unverified_header(self.consents[0].answer["receipt"])["kid"]
        marked = self.server.command_json("key", "compromised", first)
        self.checks.that(
            "every receipt so far is older than the mark",
            marked["believed_below_log_size"] >= CONSENTS,
            marked,
        )
        self.checks.that("the new key is another", new not in old)
        again = self.server.command("key", "compromised", new + "x")
        self.checks.equal("an unknown key is named", (again.returncode, new in again.stderr), (2, True))

    def _verdict(self, consent: Consent) -> dict[str, Any]:
        """Waits for the log, which takes receipts up in batches."""
        receipt = {"receipt": consent.answer["receipt"]}
        verdict: dict[str, Any] = {}

        def logged() -> bool:
            nonlocal verdict
            verdict = self.public.post("/v1/receipts/verify", receipt).expect(200)
            return bool(verdict.get("log")) or not verdict["valid"]

        wait_until("the receipt is in the log", logged, PATIENCE)
        return verdict

    def read_back(self, registered: list[Registered]) -> None:
        """What staff see is what the candidates sent, once each, and those registered."""
        items = {item["email"]: item for item in self.staff.pages("/v1/candidates", limit="37")}
        asked_for = {candidate.email for candidate in registered}
        given = {consent.email: consent for consent in self.consents}
        self.checks.equal("nobody is missing or invented", set(items), asked_for | set(given))
        changed = [it.name for it in self.consents if items[it.email]["name"] != it.name]
        self.checks.none("every name survived unchanged", changed)
        details = self.in_parallel(
            given, lambda email: self.staff.get(f"/v1/candidates/{items[email]['id']}").expect(200)
        )
        doubled = [it["email"] for it in details if len(it["receipts"]) != 1]
        self.checks.none("one consent, one event and one receipt", doubled)

    def register(self) -> None:
        with self.killer.during(0.2):
            count = RENEWING + DECLINING + SILENT
            self.registered = self.in_parallel(range(count), self._register)
            self._wait_for("request", self.registered)
        self._wait_for_deadlines()
        for candidate in self.registered:
            candidate.link = self._link(candidate)
        self._one_request_each()

    def _register(self, number: int) -> Registered:
        name, email = f"Tillfrågad Kandidat {number}", f"fraga{number:02}@kandidater.example"
        body = {"email": email, "name": name, "source_detail": "Rekommenderad", "language": "sv"}
        answer = self.staff.post("/v1/candidates", body)
        if answer.status == 409:  # registered, but the server was killed before it could say so
            found = self.staff.get(f"/v1/candidates?q={email}").expect(200)["items"]
            return Registered(found[0]["id"], name, email)
        return Registered(answer.expect(201)["id"], name, email)

    def _wait_for_deadlines(self) -> None:
        """The 30 days start when the server knows that the mail is accepted: after a kill, only
        when it has sent it once more."""

        def started() -> bool:
            shown = self.staff.pages("/v1/candidates", status="awaiting", limit="50")
            return sum(1 for it in shown if it["deadline"]) == len(self.registered)

        wait_until("every request has a deadline", started, PATIENCE)

    def _link(self, candidate: Registered) -> str:
        """The path of the link in the candidate's own request."""
        mail = next(it for it in self.sink.mails("request") if it.recipient == candidate.email)
        found = re.search(re.escape(self.server.url) + r"(/r/[^\s<>\"]+)", mail.text)
        if not found:
            raise Fatal(f"no link to {self.server.url}/r/… in the request: {mail.text}")
        return found[1]

    def _one_request_each(self) -> None:
        requests = Counter(mail.recipient for mail in self._distinct("request"))
        expected = {candidate.email: 1 for candidate in self.registered}
        self.checks.equal("exactly one request per registered candidate", dict(requests), expected)

    def answer(self) -> None:
        looked = [self.public.get(it.link) for it in self.registered for _ in range(2)]
        self.checks.none("the links open", [it.status for it in looked if it.status != 200])
        ticked = [box for page in looked for box in pages.Forms(page.text).ticked]
        self.checks.none("nothing is ticked beforehand", ticked)
        waiting = len(list(self.staff.pages("/v1/candidates", status="awaiting", limit="7")))
        self.checks.equal("looking is not answering", waiting, len(self.registered))
        with self.killer.during(0.16):
            self.in_parallel(self.renewing, lambda it: self._answer(pages.renew, it))
            self.in_parallel(self.declining, lambda it: self._answer(pages.decline, it))
        self._answers_count()

    def _answer(self, give: Callable[[Client, str], Response], candidate: Registered) -> None:
        """A kill may swallow the reply to an answer that counted; `_answers_count` judges."""
        answered = give(self.public, candidate.link)
        if answered.status != 200 and self.killer.kills == 0:
            raise Fatal(f"answering {candidate.link} gave {answered.status}: {answered.text[:600]}")

    def _answers_count(self) -> None:
        shown = [self.staff.get(f"/v1/candidates/{it.id}").expect(200) for it in self.renewing]
        self.checks.none(
            "whoever renews is valid", [it for it in shown if it.get("status") != "valid"]
        )
        gone = [self.staff.get(f"/v1/candidates/{it.id}").status for it in self.declining]
        self.checks.equal("whoever declines is erased at once", gone, [404] * DECLINING)
        kept = [self.staff.get(f"/v1/candidates/{it.id}").status for it in self.silent]
        self.checks.equal("whoever is silent is kept", kept, [200] * SILENT)

    def later(self, days: int, last: bool = False) -> None:
        """Restarts the server as it would be that many days after it was first started."""
        self.stop()
        self.server.start(days_later=days)
        with self.killer.during(0.08, last):
            if last:
                wait_until("15 are erased", lambda: len(self.erasures()) >= 15, PATIENCE, pause=0.5)
                self._wait_for("farewell", self.silent)
            else:
                count = sum(1 for day in (14, 27) if day <= days)
                self._wait_for("reminder", self.silent, count)

    def reminders_went_to_the_silent(self) -> None:
        reminded = Counter(mail.recipient for mail in self._distinct("reminder"))
        self.checks.equal(
            "two reminders each, only to the silent",
            dict(reminded),
            {it.email: 2 for it in self.silent},
        )

    def prove(self) -> None:
        """The proof pack of one who renewed, checked by the program inside it."""
        candidate = self.renewing[0]
        answer = Response(0, {}, b"")

        def logged() -> bool:
            nonlocal answer
            answer = self.staff.get(f"/v1/candidates/{candidate.id}/proof?lang=en")
            return answer.status != 200 or packs.is_logged(answer.content)

        wait_until("every event is in the log", logged, PATIENCE)
        self.checks.equal("the proof pack is a zip", answer.content_type, "application/zip")
        packs.check(self.checks, answer.content, [candidate.name, candidate.email])

    def erased(self) -> None:
        erasures = self.erasures()
        self.checks.equal("exactly 15 are erased", len(erasures), DECLINING + SILENT)
        expected = sorted(it.id for it in self.leaving)
        actual = sorted(it["candidate_id"] for it in erasures)
        self.checks.equal("the right ones are erased", actual, expected)
        reasons = Counter(it["reason"] for it in erasures)
        self.checks.equal("two reasons: declined and unanswered", sorted(reasons.values()), [5, 10])
        print(f"        reasons: {dict(reasons)}")
        self._certificates(erasures)
        self._farewells()
        self._one_request_each()

    def erasures(self) -> list[Any]:
        return list(self.staff.pages("/v1/erasures", limit="4"))

    def _certificates(self, erasures: Iterable[Any]) -> None:
        verifier = Verifier(self.public)
        shown = [self.staff.get(f"/v1/erasures/{it['id']}").expect(200) for it in erasures]
        certificates = [it["certificate"] for it in shown]
        check_signatures(self.checks, verifier, "certificate", certificates)
        told = [
            it for it in shown if "kandidater.example" in str(verifier.payload(it["certificate"]))
        ]
        self.checks.none("no certificate tells who it was", told)
        unlogged = [it["id"] for it in shown if not self._is_proven(it["certificate"])]
        self.checks.none("every certificate is proven to be in the log", unlogged)
        papers = [self.staff.get(f"/v1/erasures/{it['id']}/certificate.pdf") for it in shown]
        bad = [it.status for it in papers if it.status != 200 or it.content[:5] != b"%PDF-"]
        self.checks.none("every certificate is there on paper", bad)

    def _is_proven(self, certificate: str) -> bool:
        """Waits for the log, as for receipts."""
        answer = Response(202, {}, b"")

        def logged() -> bool:
            nonlocal answer
            answer = self.public.post("/v1/receipts/proof", {"receipt": certificate})
            return answer.status != 202

        wait_until("the certificate is in the log", logged, PATIENCE)
        return answer.status == 200 and answer.text.startswith("c2sp.org/tlog-proof@v1\n")

    def _farewells(self) -> None:
        farewells = Counter(mail.recipient for mail in self._distinct("farewell"))
        missing = [it.email for it in self.silent if farewells[it.email] != 1]
        self.checks.none("one farewell to each who never answered", missing)
        allowed = {it.email for it in self.leaving}
        self.checks.none("no farewell to anybody who stays", list(set(farewells) - allowed))

    def everything_else_stays(self) -> None:
        self.read_back(self.renewing)
        links = [self.public.get(it.link) for it in self.leaving]
        leaked = [it.text for it in links if "Tillfrågad" in it.text or it.status < 400]
        self.checks.none("an erased candidate's link tells nothing", leaked)

    def candidate_count(self) -> int:
        return len(list(self.staff.pages("/v1/candidates", limit="100")))

    def erased_leave_no_trace(self) -> None:
        """An address is kept until the server knows that the farewell is accepted."""
        with contextlib.suppress(Fatal):
            wait_until("nothing is left", lambda: not traces.of_erased(self), PATIENCE, pause=1)
        self.checks.none("no erased address is left anywhere", traces.of_erased(self))
        self.checks.that("no address at all in the log", not traces.in_log(self))

    def stop(self) -> None:
        """Only a server that has started can end as it should."""
        self.public.get("/readyz")
        self.checks.equal("a graceful stop", self.server.stop(), 0)

    def log_holds(self) -> None:
        done = self.server.command("log", "check")
        self.checks.that("log check exits 0", done.returncode == 0, done.stderr + done.stdout)

    def repeated_mails(self) -> None:
        """The same message twice is the price of never losing one; two messages are a fault."""
        copies = Counter((mail.recipient, mail.message_id) for mail in self.sink.mails())
        repeated = {key: count for key, count in copies.items() if count > 1}
        print(f"        {len(repeated)} mails arrived twice under the same Message-ID")
        if self.killer.kills == 0:
            self.checks.none("no mail arrived twice", list(repeated))
        nameless = [
            mail.subject for mail in self.sink.mails() if not mail.message_id or not mail.kind
        ]
        self.checks.none("every mail has a Message-ID and says what it is", nameless)

    def _distinct(self, kind: str) -> list[Mail]:
        return list(
            {(mail.recipient, mail.message_id): mail for mail in self.sink.mails(kind)}.values()
        )

    def _wait_for(self, kind: str, candidates: list[Registered], count: int = 1) -> None:
        def arrived() -> bool:
            sent = Counter(mail.recipient for mail in self._distinct(kind))
            return all(sent[candidate.email] >= count for candidate in candidates)

        wait_until(f"{count} {kind} each to {len(candidates)} candidates", arrived, PATIENCE)

    def in_parallel(self, items: Iterable[Any], work: Callable[[Any], Any]) -> list[Any]:
        """Works on the items a few at a time, no faster than the killer kills."""
        todo = list(items)

        def paced(position: int) -> Any:
            self.killer.keep_pace(position / len(todo))
            return work(todo[position])

        with ThreadPoolExecutor(max_workers=8) as pool:
            return list(pool.map(paced, range(len(todo))))


def new_submission(text: dict[str, Any], name: str, email: str) -> dict[str, Any]:
    return {
        "served": text["served"],
        "candidate": {"email": email, "name": name},
        "decisions": {purpose["key"]: True for purpose in text["purposes"]},
        "page_url": f"{ORIGIN}/jobb/1",
        "submission_id": str(uuid.uuid4()),
    }


def at_once(calls: list[Callable[[], Response]]) -> list[Response]:
    gate = threading.Barrier(len(calls))

    def call(it: Callable[[], Response]) -> Response:
        gate.wait()
        return it()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(call, calls))
