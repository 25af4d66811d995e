"""A second implementation of what holders of receipts and monitors of the log check.

Written from the specifications: RFC 6962 section 2.1 (hashing, audit paths) and C2SP
tlog-checkpoint, signed-note and tlog-proof.
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 1


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_proof(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that the audit path leads to, or None when its length does not fit the tree.

    RFC 9162 section 2.1.3.2, which spells out the verification that RFC 6962 implies.
    """
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            while not node & 1 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


class Tree:
    """The whole tree over some entries, and every tree that it has grown from."""

    def __init__(self, entries: list[bytes]) -> None:
        self.size = len(entries)
        self.levels = [[leaf_hash(entry) for entry in entries]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self.levels.append([node_hash(left, right) for left, right in pairs])

    def root(self, size: int) -> bytes:
        """The root when the log had this many entries: complete subtrees, joined from the right."""
        root, first = None, size
        for level, hashes in enumerate(self.levels):
            if size >> level & 1:
                first -= 1 << level
                subtree = hashes[first >> level]
                root = subtree if root is None else node_hash(subtree, root)
        return hashlib.sha256(b"").digest() if root is None else root


@dataclass(frozen=True)
class Proof:
    index: int
    hashes: list[bytes]
    checkpoint: str


def parse_proof(file: str) -> Proof:
    """Reads a tlog-proof@v1 file. Raises ValueError when it is malformed."""
    head, _, checkpoint = file.partition("\n\n")
    kind, *lines = head.split("\n")
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    if kind != "c2sp.org/tlog-proof@v1" or not lines or not lines[0].startswith("index "):
        raise ValueError("not a tlog-proof")
    hashes = [base64.b64decode(line, validate=True) for line in lines[1:]]
    return Proof(int(lines[0].removeprefix("index ")), hashes, checkpoint)


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


def open_checkpoint(note: str, vkey: str) -> Checkpoint:
    """Reads a checkpoint that the given verifier key signed.

    Raises ValueError when it is malformed, InvalidSignature when nobody we trust signed it.
    """
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    origin, size, root, *_extensions = text.split("\n")
    name, key_id, key = parse_vkey(vkey)
    for line in signatures.splitlines():
        _dash, signer, encoded = line.split(" ")
        blob = base64.b64decode(encoded, validate=True)
        if signer == name and blob[:4] == key_id:
            key.verify(blob[4:], text.encode())
            return Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    raise InvalidSignature


def parse_vkey(vkey: str) -> tuple[str, bytes, Ed25519PublicKey]:
    name, key_id, encoded = vkey.strip().split("+", 2)
    blob = base64.b64decode(encoded, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + blob).digest()[:4]
    if blob[0] != ED25519 or bytes.fromhex(key_id) != expected:
        raise ValueError("not an Ed25519 verifier key")
    return name, expected, Ed25519PublicKey.from_public_bytes(blob[1:])
