#!/usr/bin/env python3
"""Checks a proof pack without the server that made it:  python3 verify.py [FOLDER]

Hashes and log proofs need nothing but Python 3.9. Signatures (Ed25519) need one package more:
pip install cryptography, or pip install pynacl.

Exits with 0 when everything is proven, 1 when something is wrong, 2 when signatures were not checked.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def ed25519(key, signature, message):
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False

except ImportError:
    try:
        from nacl.exceptions import CryptoError
        from nacl.signing import VerifyKey

        def ed25519(key, signature, message):
            try:
                VerifyKey(key).verify(message, signature)
                return True
            except (CryptoError, ValueError, TypeError):
                return False

    except ImportError:
        ed25519 = None


class Wrong(Exception):
    """Something in the pack is not as it must be."""


def sha256(content):
    return hashlib.sha256(content).digest()


def require(holds, what):
    if not holds:
        raise Wrong(what)


def from_base64(text):
    """Strictly: every text but one spelling is refused."""
    decoded = base64.b64decode(text, validate=True)
    require(base64.b64encode(decoded).decode() == text, "base64 in another spelling")
    return decoded


def from_base64url(text):
    require("+" not in text and "/" not in text and "=" not in text, "not base64url")
    return from_base64(text.translate(str.maketrans("-_", "+/")) + "=" * (-len(text) % 4))


def thumbprint(key):
    """The name of a key (RFC 7638)."""
    members = {name: key[name] for name in ("crv", "kty", "x")}
    canonical = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(sha256(canonical.encode())).decode().rstrip("=")


def log_key_id(name, key):
    """What a signed note calls an Ed25519 key."""
    return sha256(name.encode() + b"\n\x01" + key)[:4]


class Pack:
    def __init__(self, folder):
        self.folder = folder
        self.wrong = []
        self.manifest = json.loads(self.read("pack.json"))
        self.keys = {}
        self.log_keys = []
        for key in json.loads(self.read("jwks.json"))["keys"]:
            require((key["kty"], key["crv"]) == ("OKP", "Ed25519"), "jwks.json holds another kind of key")
            require(key["kid"] == thumbprint(key), "a key in jwks.json has a wrong name")
            raw = from_base64url(key["x"])
            if "samtycke_log" not in key:
                self.keys[key["kid"]] = (raw, key)
            elif "samtycke_compromised_at" not in key:
                self.log_keys.append((key["samtycke_log"], raw))

    def read(self, name):
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise Wrong(f"{name} is missing") from error

    def names(self, folder, suffix):
        found = self.folder / folder
        files = found.iterdir() if found.is_dir() else []
        return {file.name[: -len(suffix)] for file in files if file.name.endswith(suffix)}

    def check(self, what, work, *arguments):
        """Goes on after a fault, so that all of them are told."""
        try:
            work(*arguments)
            return True
        except (Wrong, ValueError, KeyError, TypeError, AttributeError) as error:
            self.wrong.append(f"{what}: {error}")
            return False

    # The files

    def files_are_whole(self):
        listed = {}
        for line in self.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ", 1)
            listed[name] = digest
        there = {
            file.relative_to(self.folder).as_posix()
            for file in self.folder.rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }
        require(there - {"SHA256SUMS"} == set(listed), "other files than SHA256SUMS lists")
        for name, digest in listed.items():
            require(sha256(self.read(name)).hex() == digest, f"{name} is changed")

    def nothing_is_left_out(self):
        entries = self.manifest["events"]
        ids = {entry["id"] for entry in entries}
        require(len(ids) == len(entries), "an event is listed twice")
        require(self.names("events", ".json") == ids, "other events than pack.json lists")
        for folder, suffix, flag in (("receipts", ".jws", "receipt"), ("proofs", ".tlog-proof", "logged")):
            expected = {entry["id"] for entry in entries if entry[flag]}
            require(self.names(folder, suffix) == expected, f"other {folder} than pack.json lists")

    def texts_are_named(self):
        texts = self.folder / "texts"
        there = {f"texts/{folder.name}" for folder in texts.iterdir()} if texts.is_dir() else set()
        require(there == {text["folder"] for text in self.manifest["texts"]}, "other texts than pack.json lists")
        named = {entry["text"] for entry in self.manifest["events"] if "text" in entry}
        require(there == named, "other texts than the events name")

    # The log: C2SP signed-note, tlog-checkpoint and tlog-proof; RFC 9162 for the tree

    def open_checkpoint(self, note):
        """The size and root of a signed head of the log."""
        text, found, signatures = note.rpartition("\n\n")
        require(found, "the checkpoint has no signature")
        text += "\n"
        origin, size, root = text.split("\n")[:3]
        keys = {log_key_id(name, key): key for name, key in self.log_keys if name == origin}
        for line in signatures.splitlines():
            dash, name, blob = line.split(" ")
            blob = from_base64(blob)
            if dash == "\u2014" and name == origin and blob[:4] in keys:
                if ed25519:
                    key = keys[blob[:4]]
                    require(ed25519(key, blob[4:], text.encode()), "the checkpoint's signature is wrong")
                return int(size), from_base64(root)
        raise Wrong("the log's key did not sign the checkpoint")

    def vkeys_fit(self):
        listed = set(self.read("log.vkey").decode().split())
        expected = {
            f"{name}+{log_key_id(name, key).hex()}+{base64.b64encode(bytes([1]) + key).decode()}"
            for name, key in self.log_keys
        }
        require(listed == expected, "log.vkey and jwks.json differ")

    def head_is_signed(self):
        size, _ = self.open_checkpoint(self.read("checkpoint").decode())
        require(size == self.manifest["log"]["tree_size"], "pack.json names another size of the log")

    def is_logged(self, entry, record):
        head, _, checkpoint = self.read(f"proofs/{entry['id']}.tlog-proof").decode().partition("\n\n")
        form, index, *path = head.split("\n")
        require(form == "c2sp.org/tlog-proof@v1", "not a tlog-proof file")
        require(checkpoint.encode() == self.read("checkpoint"), "leads to another checkpoint")
        size, root = self.open_checkpoint(checkpoint)
        index = int(index[len("index ") :])
        require(index == entry["log_index"], "pack.json names another place in the log")
        leaf = sha256(b"\x00" + sha256(record))
        path = [from_base64(line) for line in path]
        require(root_of(leaf, index, size, path) == root, "does not lead to the log's signed root")

    # Events, receipts and texts

    def event_holds(self, entry):
        record = self.read(f"events/{entry['id']}.json")
        require(sha256(record).hex() == entry["sha256"], "the record is changed")
        claims = json.loads(record)
        require(claims["consent_id"] == entry["id"], "the record is of another event")
        require(claims["state"] == entry["kind"], "the record is of another kind")
        require(claims["recorded_at"] == entry["recorded_at"], "the record is of another time")
        owner = claims["subject"]["candidate_id"]
        require(owner == self.manifest["candidate_id"], "the record is of another candidate")
        require(len(from_base64url(claims["salt"])) == 16, "the record has no salt")
        if entry["receipt"]:
            self.receipt_holds(entry, record)
        if entry["logged"]:
            self.is_logged(entry, record)
        # Where a consent ends, the notice names its text without a hash: nothing was shown then.
        if "shown_sha256" in (claims.get("notice") or {}):
            require(entry.get("text"), "no text is named")
            self.text_was_shown(entry["text"], claims)

    def receipt_holds(self, entry, record):
        token = self.read(f"receipts/{entry['id']}.jws").decode()
        header, payload, signature = token.split(".")
        require(from_base64url(payload) == record, "the receipt says something else than the record")
        claims = json.loads(from_base64url(header))
        require(claims["alg"] == "EdDSA", "the receipt is not signed with EdDSA")
        require(claims["typ"] == "consent-receipt+jwt", "not a receipt")
        require(claims["kid"] in self.keys, "the receipt's key is not in jwks.json")
        signed = f"{header}.{payload}".encode()
        key, published = self.keys[claims["kid"]]
        self.key_could_be_believed(published, entry, json.loads(record)["recorded_at"])
        if ed25519:
            require(ed25519(key, from_base64url(signature), signed), "the receipt's signature is wrong")

    def key_could_be_believed(self, key, entry, recorded_at):
        """In use at the time, and in nobody else's hands: what the log held before is older."""
        if "samtycke_compromised_at" in key:
            older = key.get("samtycke_compromised_log_size", 0)
            known = entry["logged"] and entry["log_index"] < older
            require(known, "the receipt's key was compromised, and nothing shows that it is older")
            return
        second = recorded_at[:19]
        require(key.get("samtycke_from", second)[:19] <= second, "the receipt's key was not in use yet")
        require(second <= key.get("samtycke_until", second)[:19], "the receipt's key was out of use")

    def text_was_shown(self, folder, claims):
        notice = claims["notice"]
        expected = f"texts/{notice['text_version_id']}.{notice['language']}"
        require(folder == expected, "another text than the record names")
        body, shown = self.read(f"{folder}/body.html"), self.read(f"{folder}/shown.json")
        require(sha256(body).hex() == notice["body_sha256"], "not the text that was shown")
        require(sha256(shown).hex() == notice["shown_sha256"], "not the text and boxes that were shown")
        shown = json.loads(shown)
        require(shown["body_html"].encode() == body, "body.html and shown.json differ")
        labels = json.loads(self.read(f"{folder}/labels.json"))
        require(labels["purposes"] == shown["purposes"], "labels.json and shown.json differ")
        require(labels["title"] == shown["title"] == notice["title"], "the titles differ")
        boxes = {box["key"]: box["label"] for box in shown["purposes"]}
        answered = {answer["key"]: answer["label"] for answer in claims["purposes"]}
        require(answered.items() <= boxes.items(), "a box was answered that was not shown")


def root_of(leaf, index, size, path):
    """The root an audit path leads to (RFC 9162, 2.1.3.2); None when it does not fit the tree."""
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node % 2 == 1 or node == last:
            root = sha256(b"\x01" + sibling + root)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            root = sha256(b"\x01" + root + sibling)
        node, last = node // 2, last // 2
    return root if last == 0 else None


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    try:
        pack = Pack(folder)
    except (Wrong, ValueError, KeyError, TypeError) as error:
        print(f"NOT PROVEN: this is not a whole proof pack: {error}")
        return 1
    events = pack.manifest["events"]
    pack.check("files", pack.files_are_whole)
    pack.check("files", pack.nothing_is_left_out)
    pack.check("texts", pack.texts_are_named)
    pack.check("log.vkey", pack.vkeys_fit)
    if pack.manifest["log"]:
        pack.check("checkpoint", pack.head_is_signed)
    for entry in events:
        pack.check(f"event {entry['id']}", pack.event_holds, entry)
    return tell(pack, events)


def tell(pack, events):
    for fault in pack.wrong:
        print(f"WRONG: {fault}")
    if pack.wrong:
        print(f"NOT PROVEN: {len(pack.wrong)} faults")
        return 1
    logged = sum(1 for entry in events if entry["logged"])
    receipts = sum(1 for entry in events if entry["receipt"])
    print(f"candidate {pack.manifest['candidate_id']}, pack of {pack.manifest['made_at']}")
    print(f"proven: {len(events)} records are whole, and the texts shown are those they name")
    if pack.manifest["log"]:
        log = pack.manifest["log"]
        print(f"proven: {logged} of them are in the log {log['origin']}, of {log['tree_size']} entries")
    for entry in events:
        if not entry["logged"]:
            print(f"not in the log yet when the pack was made: {entry['id']}")
    if not ed25519:
        print("NOT CHECKED: signatures; pip install cryptography, then run this again")
        return 2
    print(f"proven: {receipts} receipts and the log's head are signed by the keys in jwks.json")
    print(
        "not proven: that these keys are the issuer's (compare jwks.json with a copy from elsewhere), "
        "that the log is the same for everybody and no record of the candidate is missing here (compare the "
        "checkpoint with an earlier one), what mails.json and renewals.json say, the times in records, which are "
        "the issuer's word, and whether a consent still stands"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
