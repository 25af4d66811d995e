"""Candidates and staff, many at once, who go to another server when one does not answer."""

import contextlib
import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from checks import Fatal
from client import UNAVAILABLE, UNREACHABLE, Client, Response
from story import ORIGIN, at_once, new_submission
from witness import Witness

WORKERS = 16
PATIENCE = 90.0
# How long a server that did not answer is left alone.
AVOIDED = 0.5
# More hands than addresses: their rows are fought over.
SHARED_ADDRESSES = 12


@dataclass
class Given:
    """A consent the server has acknowledged."""

    submission: dict[str, Any]
    answer: dict[str, Any]
    at: float
    seconds: float
    erased: bool = False

    @property
    def receipt(self) -> str:
        return self.answer["receipt"]


@dataclass(frozen=True)
class Office:
    """Where the crowd goes: the site's key, the text in its languages, the staff's API key."""

    site: str
    texts: list[dict[str, Any]]
    api_key: str


class Crowd:
    def __init__(self, clients: list[Client], office: Office, witness: Witness, seed: int) -> None:
        self.given: list[Given] = []
        self.certificates: list[str] = []
        self.registered = 0
        self.retries = 0
        self.hung_up = 0
        self.refused: list[str] = []
        self.differing: list[str] = []
        self.path = f"/v1/sites/{office.site}/consents"
        self.text_path = f"/v1/sites/{office.site}/consent-text?lang=sv"
        self._clients = clients
        self._staff = [client.with_key(office.api_key) for client in clients]
        self._avoided = [0.0] * len(clients)
        self._office = office
        self._witness = witness
        self._seed = seed
        self._lock = threading.Lock()
        self._over = threading.Event()

    @contextlib.contextmanager
    def during(self) -> Iterator[None]:
        """Works while the body runs. Raises Fatal when somebody was never answered."""
        with ThreadPoolExecutor(max_workers=WORKERS) as pool:
            working: list[Future[None]] = [pool.submit(self._work, it) for it in range(WORKERS)]
            try:
                yield
            finally:
                self._over.set()
        for each in working:
            each.result()

    def _work(self, number: int) -> None:
        chance = random.Random(f"{self._seed} crowd {number}")
        count = 0
        while not self._over.is_set():
            count += 1
            self._act(chance, f"{number}-{count}", chance.random())

    def _act(self, chance: random.Random, name: str, draw: float) -> None:
        if draw < 0.58:
            self._consent(chance, f"kandidat{name}@kandidater.example")
        elif draw < 0.70:
            shared = chance.randrange(SHARED_ADDRESSES)
            self._consent(chance, f"delad{shared}@kandidater.example")
        elif draw < 0.75:
            self._consent_at_two_servers(chance, f"dubbel{name}@kandidater.example")
        elif draw < 0.87:
            self._consent_at_second_try(chance, f"otalig{name}@kandidater.example")
        elif draw < 0.91:
            self._register(chance, f"fraga{name}@kandidater.example")
        elif draw < 0.94:
            self._erase(chance)
        else:
            self._prove(chance)

    def at(self, client: Client) -> "Crowd":
        """The same people at one other server."""
        return Crowd([client], self._office, self._witness, self._seed)

    def consent(self, chance: random.Random, email: str) -> Given:
        """Raises Fatal when it is not recorded."""
        given = self._consent(chance, email)
        if given is None:
            raise Fatal(f"a consent was refused: {self.refused[-1]}")
        return given

    def _consent(self, chance: random.Random, email: str) -> Given | None:
        submission = self._submission(chance, email)
        begin = time.monotonic()
        answer = self._submit(chance, submission)
        return self._acknowledged(submission, answer, begin)

    def _consent_at_two_servers(self, chance: random.Random, email: str) -> None:
        """The same submission, twice at the same time: one consent, one answer."""
        submission = self._submission(chance, email)
        begin = time.monotonic()
        seeds = [chance.random(), chance.random()]
        calls = [lambda it=it: self._submit(random.Random(it), submission) for it in seeds]
        first, second = at_once(calls)
        given = self._acknowledged(submission, first, begin)
        if given and second.content != first.content:
            self.differing.append(f"{first.text[:200]} {second.text[:200]}")

    def _consent_at_second_try(self, chance: random.Random, email: str) -> None:
        """Goes away while the text loads and while the consent is sent, then sends it again."""
        submission = self._submission(chance, email)
        self._hang_up(chance, "GET", self.text_path, None)
        self._hang_up(chance, "POST", self.path, submission)
        begin = time.monotonic()
        self._acknowledged(submission, self._submit(chance, submission), begin)

    def _hang_up(self, chance: random.Random, method: str, path: str, body: Any) -> None:
        """At any moment of the server's work, which takes a few milliseconds."""
        content, headers = encoded(body)
        with contextlib.suppress(*UNREACHABLE):
            client = self._clients[self._choose(chance)]
            client.hang_up(method, path, content, headers, chance.uniform(0, 0.015))
            with self._lock:
                self.hung_up += 1

    def _submission(self, chance: random.Random, email: str) -> dict[str, Any]:
        return new_submission(chance.choice(self._office.texts), "Åsa Exempel", email)

    def _submit(self, chance: random.Random, submission: Any) -> Response:
        return self._somewhere(chance, self._clients, "POST", self.path, submission)

    def _acknowledged(
        self, submission: dict[str, Any], answer: Response, begin: float
    ) -> Given | None:
        if not self._expected("consent", answer, 201):
            return None
        now = time.monotonic()
        given = Given(submission, answer.json(), now, now - begin)
        with self._lock:
            self.given.append(given)
        return given

    def _register(self, chance: random.Random, email: str) -> None:
        """409 says that an earlier try got through."""
        body = {"email": email, "name": "Tillfrågad Exempel", "source_detail": "Rekommenderad"}
        answer = self._somewhere(chance, self._staff, "POST", "/v1/candidates", body)
        if self._expected("registration", answer, 201, 409):
            with self._lock:
                self.registered += 1

    def _erase(self, chance: random.Random) -> None:
        """404 says that an earlier try got through, and its certificate is lost."""
        given = self._somebody_to_erase(chance)
        if given is None:
            return
        email = given.submission["candidate"]["email"]
        found = self._somewhere(chance, self._staff, "GET", f"/v1/candidates?q={email}")
        if not self._expected("search", found, 200) or not found.json()["items"]:
            return
        path = f"/v1/candidates/{found.json()['items'][0]['id']}"
        answer = self._somewhere(chance, self._staff, "DELETE", path)
        if self._expected("erasure", answer, 200, 404) and answer.status == 200:
            with self._lock:
                self.certificates.append(answer.json()["certificate"])

    def _somebody_to_erase(self, chance: random.Random) -> Given | None:
        with self._lock:
            alone = [
                it
                for it in self.given[-200:]
                if not it.erased and it.submission["candidate"]["email"].startswith("kandidat")
            ]
            if not alone:
                return None
            given = chance.choice(alone)
            given.erased = True
            return given

    def _prove(self, chance: random.Random) -> None:
        """Every proof shows a signed head, not always the newest."""
        with self._lock:
            given = chance.choice(self.given) if self.given else None
        if given is None:
            return
        body = {"receipt": given.receipt}
        answer = self._somewhere(chance, self._clients, "POST", "/v1/receipts/proof", body)
        if self._expected("proof", answer, 200, 202) and answer.status == 200:
            self._witness.note(answer.text.partition("\n\n")[2], "proofs")

    def _somewhere(
        self, chance: random.Random, clients: list[Client], method: str, path: str, body: Any = None
    ) -> Response:
        """The first answer of any server. Raises Fatal when nobody answers."""
        content, headers = encoded(body)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            number = self._choose(chance)
            with contextlib.suppress(*UNREACHABLE):
                answer = clients[number].once(method, path, content, headers)
                if answer.status not in UNAVAILABLE:
                    return answer
            with self._lock:
                self.retries += 1
                self._avoided[number] = time.monotonic() + AVOIDED
            time.sleep(0.02)
        raise Fatal(f"{method} {path}: no server answered for {PATIENCE:.0f} s")

    def _choose(self, chance: random.Random) -> int:
        """As a load balancer does, one that has not failed just now, if there is one."""
        now = time.monotonic()
        well = [number for number, until in enumerate(self._avoided) if until < now]
        return chance.choice(well or range(len(self._avoided)))

    def _expected(self, what: str, answer: Response, *statuses: int) -> bool:
        if answer.status in statuses:
            return True
        with self._lock:
            self.refused.append(f"{what}: {answer.status} {answer.text[:300]}")
        return False


def encoded(body: Any) -> tuple[bytes, dict[str, str]]:
    """As a career page sends it, with the headers that belong to it."""
    if body is None:
        return b"", {"Origin": ORIGIN}
    return json.dumps(body).encode(), {"Content-Type": "application/json", "Origin": ORIGIN}
