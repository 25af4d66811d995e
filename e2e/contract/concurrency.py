"""Several servers of one database under load, paused and killed in the middle of their work.

Whatever happens to them, the log has one history, and what was acknowledged is in it once.
"""

import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import database
import tiles
from checks import Checks, chapter, wait_until
from client import Client
from crowd import Crowd, Given, Office
from fleet import Fleet, Pause, Trouble
from merkle import Tree, leaf_hash, open_checkpoint, parse_proof, root_from_proof
from receipts import Verifier, check_signatures, payload_bytes
from server import Server
from story import ORIGIN, PATIENCE
from witness import Head, Witness

# How long a sequencer that could sign would need at most; it works every second.
SIGNING = 5.0
SAMPLE = 300


class Shift:
    """One run. Every part leaves what the later ones need in these fields."""

    def __init__(self, checks: Checks, fleet: Fleet, seed: int, seconds: float) -> None:
        self.checks = checks
        self.fleet = fleet
        self.seed = seed
        self.seconds = seconds
        self.chance = random.Random(f"{seed} checks")
        self.clients = fleet.clients()
        self.trouble = Trouble(fleet, seed)
        self.older = fleet.first.folder / "older.dump"
        self.tree = Tree([])

    def open_account(self) -> None:
        self.fleet.start()
        ready = [client.get("/readyz").status for client in self.clients]
        self.checks.equal("every server is ready", ready, [200] * len(self.clients))
        made = self.fleet.first.command_json(
            *("tenant", "add", "Exempel AB", "--admin", "admin@exempel.example"),
            *("--origin", ORIGIN, "--publish-proposal"),
        )
        key = self.fleet.first.command_json(
            "api-key", "add", "--tenant", made["tenant_id"], "--role", "admin"
        )
        path = f"/v1/sites/{made['site_key']}/consent-text?lang="
        texts = [
            client.get(path + language, {"Origin": ORIGIN}).expect(200)
            for client, language in zip(self.clients, ("sv", "en", "da"), strict=False)
        ]
        self._same("the same keys", "/.well-known/jwks.json")
        self._same("the same name of the log", "/log/vkey")
        self.witness = Witness(self.clients[0].get("/log/vkey").text)
        office = Office(made["site_key"], texts, key["api_key"])
        self.crowd = Crowd(self.fleet.clients(timeout=1), office, self.witness, self.seed)

    def work(self) -> None:
        watched = self.fleet.clients(timeout=1)
        with self.witness.watching(watched, self.fleet.keys):
            with self.crowd.during(), self.trouble.during():
                time.sleep(self.seconds / 2)
                database.copy(self.fleet.database_url, self.older)
                time.sleep(self.seconds / 2)
            self._settle()
        self.checks.none("nobody is turned away", self.crowd.refused)
        self.checks.none("two copies at once get one answer", self.crowd.differing)
        self.checks.none("every head that is shown is signed", self.witness.unsigned)
        self.checks.none("no head is followed by a smaller one", self.witness.went_back)
        self._report()

    def _settle(self) -> None:
        """One more consent with all servers well: its head ends what the trouble began."""
        last = self.crowd.consent(self.chance, "sist@kandidater.example")
        wait_until("the last consent is in the log", lambda: self._logged(last), PATIENCE)
        wait_until("every server and the key folder have one head", self._is_quiet, PATIENCE)

    def _logged(self, given: Given) -> bool:
        body = {"receipt": given.receipt}
        return self.clients[0].post("/v1/receipts/proof", body).status == 200

    def _is_quiet(self) -> bool:
        """For a while, because of what is not a consent: mails that are tried again."""
        heads = {self._shown(client) for client in self.clients}
        time.sleep(1.5)
        heads |= {self._shown(client) for client in self.clients}
        heads.add(self.witness.kept(self.fleet.keys))
        return len(heads) == 1

    def _shown(self, client: Client) -> Head | None:
        return self.witness.note(client.get("/log/checkpoint").text, "servers")

    def read_log(self) -> None:
        """As a monitor does, from one server that has all of it."""
        client = self.clients[-1]
        head = open_checkpoint(client.get("/log/checkpoint").text, self.witness.vkey)
        self.tree = Tree(tiles.entries(client, head.size))
        root = self.tree.root(head.size)
        self.checks.equal("the newest head is the entries' root", root, head.root)
        differing = tiles.differing(client, self.tree)
        self.checks.none("every tile is what the entries give", differing)

    def no_second_history(self) -> None:
        """First the heads, then the log: what is signed in between is not judged."""
        logged = self.witness.read_logs(self.fleet.logs)
        self.read_log()
        self.checks.none(
            "every head ever signed is a beginning of the log",
            self.witness.contradictions(self.tree),
        )
        shown = self.witness.seen_in("servers") | self.witness.seen_in("proofs")
        unlogged = [size for size, _ in shown - self.witness.seen_in("logs")]
        self.checks.none("every head that is shown is in a server's own log", unlogged)
        print(f"        {logged} signatures in the servers' logs, {len(self.witness.heads)} heads")

    def everything_is_in_it_once(self) -> None:
        counts = Counter(self.tree.levels[0])
        repeated = [leaf.hex() for leaf, count in counts.items() if count > 1]
        self.checks.none("no entry is in the log twice", repeated)
        for what, tokens in (
            ("consent", [given.receipt for given in self.crowd.given]),
            ("erasure", self.crowd.certificates),
        ):
            missing = [token for token in tokens if counts[leaf_of(token)] != 1]
            self.checks.none(f"every acknowledged {what} is in the log once", missing)
        verifier = Verifier(self.clients[0])
        receipts = [given.receipt for given in self.crowd.given]
        check_signatures(self.checks, verifier, "receipt", self._some(receipts))
        check_signatures(self.checks, verifier, "certificate", self._some(self.crowd.certificates))
        unproven = in_parallel(self.crowd.given, self._proof_fault)
        self.checks.none("every acknowledged consent has a proof", [it for it in unproven if it])

    def _proof_fault(self, given: Given) -> str:
        body = {"receipt": given.receipt}
        answer = random.choice(self.clients).post("/v1/receipts/proof", body)
        if answer.status != 200:
            return f"{answer.status} {answer.text}"
        proof = parse_proof(answer.text)
        head = open_checkpoint(proof.checkpoint, self.witness.vkey)
        leaf = leaf_of(given.receipt)
        if self.tree.levels[0][proof.index] != leaf:
            return f"entry {proof.index} is another's"
        if root_from_proof(leaf, proof.index, head.size, proof.hashes) != head.root:
            return f"the proof of entry {proof.index} does not lead to the head"
        return ""

    def every_server_gives_the_same(self) -> None:
        """A submission sent again. An erased candidate's would be a new one."""
        kept = [given for given in self.crowd.given if not given.erased]
        differing = in_parallel(kept, self._differing)
        self.checks.none(
            "a submission sent again gets the first answer from every server",
            [it for it in differing if it],
        )
        ids = [given.answer["consent_id"] for given in self.crowd.given]
        self.checks.equal("one consent per submission", len(set(ids)), len(ids))

    def _differing(self, given: Given) -> list[str]:
        answers = [client.post(self.crowd.path, given.submission) for client in self.clients]
        return [
            f"{it.status} {it.text[:300]}"
            for it in answers
            if it.status != 201 or it.json() != given.answer
        ]

    def log_holds(self) -> None:
        done = self.fleet.first.command("log", "check")
        self.checks.that("log check exits 0", done.returncode == 0, done.stderr + done.stdout)

    def stop(self) -> None:
        """Only servers that have started can end as they should."""
        ready = [client.get("/readyz").status for client in self.clients]
        codes = [server.stop() for server in self.fleet.servers[: len(ready)]]
        self.checks.equal("graceful stops", codes, [0] * len(ready))

    def restore_older(self) -> None:
        """The log of the older database has ended: a head over other entries would fork it."""
        url = database.beside(self.fleet.database_url, "_older")
        database.restore(self.older, url)
        kept = self.witness.kept(self.fleet.keys)
        server = self.fleet.another(url)
        client = Client(server.url)
        server.start()
        before = client.get("/log/checkpoint").text
        size = open_checkpoint(before, self.witness.vkey).size
        self.checks.that("the restored log is older", size < kept[0], size)
        lost = self.crowd.at(client).consent(self.chance, "vilse@kandidater.example")
        end = time.monotonic() + SIGNING
        while time.monotonic() < end:
            self.witness.note(client.get("/log/checkpoint").text, "restored")
            time.sleep(0.1)
        after = client.get("/log/checkpoint").text
        self.checks.equal("an older database gets no new head", after, before)
        still = self.witness.kept(self.fleet.keys)
        self.checks.equal("the key folder still keeps the newest head", still, kept)
        waiting = client.post("/v1/receipts/proof", {"receipt": lost.receipt}).status
        self.checks.equal("what is recorded there waits for the log", waiting, 202)
        self._says_why(server)
        self.checks.equal("a graceful stop", server.stop(), 0)

    def go_on(self) -> None:
        """With the right database again, and the same keys."""
        for server in self.fleet.servers[: len(self.clients)]:
            server.start()
        self._settle()
        self.no_second_history()
        self.log_holds()
        self.stop()

    def _says_why(self, server: Server) -> None:
        reasons = {
            event["cause"]
            for event in map(json.loads, server.log_file.read_text().splitlines())
            if event["level"] == "ERROR" and "cause" in event
        }
        told = any("older copy of the database" in reason for reason in reasons)
        self.checks.that("its log says that the database is an older copy", told, reasons)
        for command in (("doctor",), ("log", "check")):
            done = server.command(*command)
            said = done.stdout.splitlines()[-1:]
            print(f"        samtycke {' '.join(command)}: exit {done.returncode} {said}")

    def _same(self, what: str, path: str) -> None:
        shown = [client.get(path).text for client in self.clients]
        self.checks.that(f"every server shows {what}", len(set(shown)) == 1, shown)

    def _some(self, items: list[Any]) -> list[Any]:
        return self.chance.sample(items, min(len(items), SAMPLE))

    def _report(self) -> None:
        given, crowd = self.crowd.given, self.crowd
        slowest = max(it.seconds for it in given)
        print(f"        {len(given)} consents acknowledged, the slowest after {slowest:.1f} s")
        print(
            f"        {crowd.registered} registered, {len(crowd.certificates)} erased,"
            f" {crowd.retries} requests sent again, {crowd.hung_up} left without an answer"
        )
        print(f"        {self.trouble.summary()}")
        pauses = self.trouble.pauses
        self.checks.that(
            "consents go on while a server stands still", self._given_during(pauses) > 0
        )
        for middle, pauses in self.trouble.by_middle().items():
            self._report_pauses(middle.value, pauses)

    def _report_pauses(self, middle: str, pauses: list[Pause]) -> None:
        """Whether the others went on while one server stood still."""
        seconds = sum(pause.end - pause.begin for pause in pauses)
        rate = self._given_during(pauses) / seconds
        grew = sum(1 for pause in pauses if any(within(at, pause) for at in self.witness.grew_at))
        print(
            f"        {len(pauses)} pauses in the middle of {middle}: {seconds:.0f} s,"
            f" {rate:.0f} consents/s meanwhile, the log grew in {grew}"
        )

    def _given_during(self, pauses: list[Pause]) -> int:
        return sum(1 for given in self.crowd.given for it in pauses if within(given.at, it))


def tell(checks: Checks, fleet: Fleet, seed: int, seconds: float) -> None:
    shift = Shift(checks, fleet, seed, seconds)
    chapter(f"{len(fleet.servers)} servers of one database")
    shift.open_account()
    chapter(f"{seconds:.0f} s of work, pauses and kills")
    shift.work()
    chapter("one log")
    shift.read_log()
    shift.everything_is_in_it_once()
    chapter("one answer")
    shift.every_server_gives_the_same()
    shift.stop()
    chapter("an older copy of the database")
    shift.restore_older()
    chapter("the right database again")
    shift.go_on()


def within(at: float, pause: Pause) -> bool:
    return pause.begin < at < pause.end


def leaf_of(token: str) -> bytes:
    return leaf_hash(hashlib.sha256(payload_bytes(token)).digest())


def in_parallel(items: Iterable[Any], work: Callable[[Any], Any]) -> list[Any]:
    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(work, items))
