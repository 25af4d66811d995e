"""Verifies receipts and certificates with PyJWT, which shares no code with the server."""

import base64
import hashlib
from typing import Any

import jwt

from client import Client
from merkle import leaf_hash, open_checkpoint, root_from_proof


class Verifier:
    """Trusts the keys that the server publishes, fetched once."""

    def __init__(self, client: Client) -> None:
        key_set = client.get("/.well-known/jwks.json").expect(200)
        self.keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(key_set).keys}
        self.vkey = client.get("/log/vkey").text

    def payload(self, token: str) -> dict[str, Any]:
        """The signed claims. Raises jwt.InvalidTokenError.

        The servers' clocks run ahead of ours here, so the time of signing is not judged.
        """
        key = self.keys[jwt.get_unverified_header(token)["kid"]]
        unjudged = {"verify_aud": False, "verify_iat": False, "verify_nbf": False}
        return jwt.decode(token, key, algorithms=["EdDSA"], options=unjudged)

    def is_valid(self, token: str) -> bool:
        try:
            return bool(self.payload(token))
        except (jwt.InvalidTokenError, KeyError):
            return False

    def is_logged(self, token: str, log: dict[str, Any]) -> bool:
        """Whether the proof leads from this receipt to a root that the log's key signed."""
        checkpoint = open_checkpoint(log["checkpoint"], self.vkey)
        proof = [base64.b64decode(node, validate=True) for node in log["proof"]]
        leaf = leaf_hash(hashlib.sha256(payload_bytes(token)).digest())
        root = root_from_proof(leaf, log["index"], log["tree_size"], proof)
        return checkpoint.size == log["tree_size"] and checkpoint.root == root


def payload_bytes(token: str) -> bytes:
    part = token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def tampered(token: str) -> str:
    """The same token with one character of its payload changed."""
    header, payload, signature = token.split(".")
    other = "A" if payload[40] != "A" else "B"
    return ".".join((header, payload[:40] + other + payload[41:], signature))


def unsigned(token: str) -> str:
    """The same claims, declared to need no signature (RFC 8725 section 2.1)."""
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."
