"""The proof pack: the program inside it must find it proven, and find every change."""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import jwt

from checks import Checks

PROVEN = 0
WRONG = 1


def is_logged(content: bytes) -> bool:
    """Whether the log had every event when the pack was made."""
    events = json.loads(unzip(content)["pack.json"])["events"]
    return all(event["logged"] for event in events)


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def check(checks: Checks, content: bytes, personal: list[str]) -> None:
    files = unzip(content)
    checks.equal("its files are in order", list(files), sorted(files))
    named = [name for name in files if any(it in name for it in personal)]
    checks.none("no file name tells who it is", named)
    code, told = verify(files)
    checks.that("the pack proves itself", code == PROVEN, told)
    checks.none("PyJWT accepts every receipt in the pack", foreign_receipts(files))
    for kind in ("events/", "receipts/", "proofs/", "texts/", "checkpoint", "jwks.json"):
        changed = with_one_bit_changed(files, kind)
        checks.equal(f"a changed bit in {kind} is found", verify(changed)[0], WRONG)
        checks.equal(f"… in {kind} with SHA256SUMS made anew", verify(summed(changed))[0], WRONG)
    fewer = dict(files)
    del fewer[first(files, "events/")]
    checks.equal("an event taken out is found", verify(summed(fewer))[0], WRONG)


def first(files: dict[str, bytes], kind: str) -> str:
    """The source of a text is for reading; no hash covers it."""
    return next(name for name in files if name.startswith(kind) and not name.endswith(".md"))


def with_one_bit_changed(files: dict[str, bytes], kind: str) -> dict[str, bytes]:
    name = first(files, kind)
    content = bytearray(files[name])
    content[place_in_use(files) if name == "jwks.json" else len(content) // 2] ^= 1
    return files | {name: bytes(content)}


def place_in_use(files: dict[str, bytes]) -> int:
    """Within the key of a receipt: nothing in the pack speaks for keys it makes no use of."""
    kid = jwt.get_unverified_header(files[first(files, "receipts/")].decode())["kid"]
    keys = json.loads(files["jwks.json"])["keys"]
    key = next(key["x"] for key in keys if key["kid"] == kid)
    return files["jwks.json"].index(key.encode()) + len(key) // 2


def summed(files: dict[str, bytes]) -> dict[str, bytes]:
    others = sorted(set(files) - {"SHA256SUMS"})
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in others)
    return files | {"SHA256SUMS": sums.encode()}


def verify(files: dict[str, bytes]) -> tuple[int, str]:
    with tempfile.TemporaryDirectory(prefix="samtycke-pack-") as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        done = subprocess.run(
            [sys.executable, Path(folder, "verify.py")],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    return done.returncode, done.stdout + done.stderr


def foreign_receipts(files: dict[str, bytes]) -> list[str]:
    """Receipts that PyJWT refuses under the pack's own keys."""
    keys = jwt.PyJWKSet.from_json(files["jwks.json"].decode())
    refused = []
    for name in files:
        if not name.startswith("receipts/"):
            continue
        token = files[name].decode()
        try:
            key = keys[jwt.get_unverified_header(token)["kid"]]
            unjudged = {"verify_aud": False, "verify_iat": False, "verify_nbf": False}
            jwt.decode(token, key, algorithms=["EdDSA"], options=unjudged)
        except (jwt.InvalidTokenError, KeyError) as error:
            refused.append(f"{name}: {error}")
    return refused
