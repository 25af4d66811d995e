"""Reads tokens with JavaScript's jose library (`e2e/jose`): a second opinion beside PyJWT's."""

import json
import subprocess
from pathlib import Path
from typing import Any

from checks import Fatal

SCRIPT = Path(__file__).parent.parent / "jose" / "verify.mjs"


def payloads(key_set: dict[str, Any], tokens: list[str]) -> list[dict[str, Any] | None]:
    """What each token says, or None where jose refuses it.

    Raises Fatal when the script does not run.
    """
    asked = json.dumps({"jwks": key_set, "tokens": tokens})
    try:
        done = subprocess.run(
            ["node", SCRIPT], input=asked, capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        raise Fatal("node is missing: cargo xtask test --only setup") from None
    except subprocess.CalledProcessError as error:
        raise Fatal(f"{SCRIPT.name} failed: {error.stderr}") from None
    return json.loads(done.stdout)
