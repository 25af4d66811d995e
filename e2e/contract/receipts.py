"""Verifies receipts and certificates with PyJWT and jose, which share no code with the server."""

import base64
import hashlib
from typing import Any

import jwt

import jose
from checks import Checks
from client import Client
from merkle import leaf_hash, open_checkpoint, root_from_proof


class Verifier:
    """Trusts the keys that the server publishes, fetched once."""

    def __init__(self, client: Client) -> None:
        self.key_set = client.get("/.well-known/jwks.json").expect(200)
        self.keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(self.key_set).keys}
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


def check_signatures(checks: Checks, verifier: Verifier, what: str, tokens: list[str]) -> None:
    """Both libraries accept every token and no copy of one that differs in a single character."""
    invalid = [token for token in tokens if not verifier.is_valid(token)]
    checks.none(f"PyJWT accepts every {what}", invalid)
    read = jose.payloads(verifier.key_set, tokens)
    differing = [
        token
        for token, payload in zip(tokens, read, strict=True)
        if token not in invalid and payload != verifier.payload(token)
    ]
    checks.none(f"jose accepts every {what} and reads the same in it", differing)
    forged = [copy for token in tokens for copy in altered(token)]
    checks.none(
        f"PyJWT refuses every {what} with one character changed",
        [copy for copy in forged if verifier.is_valid(copy)],
    )
    read = jose.payloads(verifier.key_set, forged)
    accepted = [copy for copy, payload in zip(forged, read, strict=True) if payload is not None]
    checks.none(f"jose refuses every {what} with one character changed", accepted)


def payload_bytes(token: str) -> bytes:
    part = token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def tampered(token: str) -> str:
    """The same token with one character of its payload changed."""
    header, payload, signature = token.split(".")
    return ".".join((header, with_other_character(payload, 40), signature))


def altered(token: str) -> list[str]:
    """Three copies: one character changed in the header, in the payload, in the signature.

    Each token has it elsewhere. The last character of a part is left alone: some of its bits
    mean nothing in base64url.
    """
    parts = token.split(".")
    seed = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8])
    copies = []
    for number, part in enumerate(parts):
        changed = with_other_character(part, seed % (len(part) - 1))
        copies.append(".".join((*parts[:number], changed, *parts[number + 1 :])))
    return copies


def with_other_character(part: str, position: int) -> str:
    other = "A" if part[position] != "A" else "B"
    return part[:position] + other + part[position + 1 :]


def unsigned(token: str) -> str:
    """The same claims, declared to need no signature (RFC 8725 section 2.1)."""
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."
