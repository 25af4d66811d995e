"""Input that must be refused with a clear problem, recorded nowhere and leak nothing."""

import json
import uuid
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from client import Client, Response
from receipts import tampered, unsigned
from story import ORIGIN, Story, new_submission

SECRET_NAME = "Hemlig Kandidat"
SCRIPTS = """Text <script>alert(1)</script> <img src=x onerror=alert(1)>
[länk](javascript:alert(1)) <svg/onload=alert(1)> <iframe src="https://elsewhere.example"></iframe>

<style>*{display:none}</style> <p style="position:fixed" onclick="alert(1)">slut</p>
"""
SECRET_EMAIL = "hemlig@kandidater.example"


class Refusals:
    """A tenant of its own, so that whatever is recorded by mistake is seen."""

    def __init__(self, story: Story) -> None:
        self.checks = story.checks
        self.public = story.public
        self.stranger = story.staff
        made = story.server.command_json(
            *("tenant", "add", "Petig AB", "--admin", "admin@petig.example"),
            *("--origin", ORIGIN, "--publish-proposal"),
        )
        key = story.server.command_json(
            "api-key", "add", "--tenant", made["tenant_id"], "--role", "admin"
        )
        self.staff = story.public.with_key(key["api_key"])
        self.site = made["site_key"]
        self.text = self._text("sv").expect(200)
        self.foreign_text = story.consent_text("sv")

    def run(self, unpublished_site: str) -> None:
        self._wrong_sites(unpublished_site)
        self._languages()
        self._submissions()
        self._served_notices()
        self._staff_requests()
        recorded = list(self.staff.pages("/v1/candidates"))
        self.checks.none("nothing of all this was recorded", recorded)
        self._receipts()
        self._other_tenants()
        self._scripts_in_a_text()

    def _wrong_sites(self, unpublished_site: str) -> None:
        for name, site in (
            ("unknown", str(uuid.uuid4())),
            ("odd", "%00'"),
            ("undecodable", "%ff"),
            ("unpublished", unpublished_site),
        ):
            path = f"/v1/sites/{site}/consent-text?lang=sv"
            self._refused(f"{name} site key", self.public.get(path, {"Origin": ORIGIN}), 400, 404)
            answer = self.public.post(
                f"/v1/sites/{site}/consents", self._submission(), {"Origin": ORIGIN}
            )
            self._refused(f"consent to an {name} site", answer, 400, 404, 409)

    def _languages(self) -> None:
        for language in ("xx", "", "sv-FI-x-åäö", "../../etc/passwd", "a" * 5000):
            text = self._text(language)
            if text.status == 200:
                served = text.json()["language"]
                self.checks.that(
                    f"language {language[:20]!r} falls back and says so",
                    served in ("sv", "en"),
                    served,
                )
            else:
                self._refused(f"language {language[:20]!r}", text, 400, 414, 422, 431)

    def _submissions(self) -> None:
        self._refused(
            "foreign origin", self._submit(self._submission(), "https://elsewhere.example"), 403
        )
        self._refused(
            "no e-mail", self._submit(self._submission(candidate={"name": SECRET_NAME})), 400, 422
        )
        for email in (
            "",
            "nobody",
            "a@b",
            "a b@c.example",
            "a@b.example\r\nBcc: c@d.example",
            "@",
            "å" * 400,
        ):
            candidate = {"name": SECRET_NAME, "email": email}
            self._refused(
                f"e-mail {email[:24]!r}", self._submit(self._submission(candidate=candidate)), 422
            )
        for name in ("", " \t", "x" * 100_000, "a\0b"):
            candidate = {"name": name, "email": SECRET_EMAIL}
            self._refused(
                f"name {name[:8]!r}",
                self._submit(self._submission(candidate=candidate)),
                400,
                413,
                422,
            )
        decisions = {"world_domination": True}
        self._refused("unknown purpose", self._submit(self._submission(decisions=decisions)), 422)
        self._refused("nothing ticked", self._submit(self._submission(decisions={})), 422)
        self._refused("no submission id", self._submit(self._submission(submission_id="once")), 422)
        self._refused("a field nobody knows", self._submit(self._submission(admin=True)), 400, 422)
        self._bodies()

    def _bodies(self) -> None:
        whole = json.dumps(self._submission()).encode()
        for name, body, status in (
            ("broken JSON", whole[:-2], 400),
            ("no body", b"", 400),
            ("not an object", b"[[[]]]", 422),
            ("deeply nested", b"[" * 20_000, 400),
            ("not UTF-8", whole.replace(b"Hemlig", b"\xff\xfe"), 400),
            ("1 MB", json.dumps(self._submission(page_url="x" * 2**20)).encode(), 413),
        ):
            self._refused(name, self._post_bytes(body), status, 400, 422)
        plain = self.public.send(
            "POST", self._path(), whole, {"Content-Type": "text/plain", "Origin": ORIGIN}
        )
        self._refused("JSON that says it is plain text", plain, 400, 415)

    def _served_notices(self) -> None:
        served = self.text["served"]
        for name, notice in (
            ("empty", ""),
            ("forged", "x" * 200),
            ("changed", served[:-6] + ("A" if served[-6] != "A" else "B") + served[-5:]),
            ("another tenant's", self.foreign_text["served"]),
        ):
            answer = self._submit(self._submission(served=notice))
            self._refused(f"{name} served notice", answer, 409, 422)

    def _staff_requests(self) -> None:
        for name, key in (("no", None), ("an empty", ""), ("an unknown", "x" * 40)):
            client = Client(self.public.url, key)
            self._refused(f"{name} API key", client.get("/v1/candidates"), 401)
        for query in (
            "limit=x",
            "cursor=x",
            "status=x",
            "consented_after=yesterday",
        ):
            self._refused(f"list with {query}", self.staff.get(f"/v1/candidates?{query}"), 400, 422)
        for path in ("/v1/candidates/%00", "/v1/erasures/%00", "/v1/candidates/%ff"):
            self._refused(path, self.staff.get(path), 400, 404)
        self.staff.get("/v1/candidates?q=%00").expect(200, 400, 422)
        body = {"email": "nobody", "name": "", "source_detail": ""}
        self._refused("registering nobody", self.staff.post("/v1/candidates", body), 422)
        for link in ("/r/x", f"/r/{'A' * 43}", "/r/..%2f..%2fetc"):
            page = self.public.get(link)
            self.checks.equal(f"{link[:8]}: no such page", page.status, 404)

    def _receipts(self) -> None:
        recorded = self._submit(self._submission()).expect(201)
        receipt = recorded["receipt"]
        for name, forged, reasons in (
            ("nonsense", "x", ("malformed",)),
            ("empty", "", ("malformed",)),
            ("tampered", tampered(receipt), ("signature", "malformed")),
            ("unsigned", unsigned(receipt), ("algorithm", "malformed", "unknown_key")),
        ):
            verdict = self.public.post("/v1/receipts/verify", {"receipt": forged}).expect(200)
            refused = not verdict["valid"] and verdict.get("reason") in reasons
            self.checks.that(f"{name} receipt is not valid", refused, verdict)

    def _other_tenants(self) -> None:
        mine = self.staff.get(f"/v1/candidates?q={SECRET_EMAIL}").expect(200)["items"][0]["id"]
        foreign = self.stranger.get(f"/v1/candidates/{mine}")
        unknown = self.stranger.get("/v1/candidates/01890000-0000-7000-8000-000000000000")
        self._refused("another tenant's candidate", foreign, 404)
        self.checks.equal("foreign and unknown look the same", foreign.content, unknown.content)
        self._refused(
            "erasing another tenant's candidate",
            self.stranger.delete(f"/v1/candidates/{mine}"),
            404,
        )
        self.checks.none(
            "search finds nothing of another tenant",
            list(self.stranger.pages("/v1/candidates", q="hemlig")),
        )
        self.checks.equal("it is still there", self.staff.get(f"/v1/candidates/{mine}").status, 200)

    def _scripts_in_a_text(self) -> None:
        """Staff may write what they like; a candidate's browser runs none of it."""
        label = {"key": "future_jobs", "label": "<script>alert(1)</script>", "description": SCRIPTS}
        wording = {"language": "sv", "title": "<img src=x onerror=alert(1)>", "body": SCRIPTS}
        content = {
            "purposes": [{"key": "future_jobs", "required": False, "validity_months": 12}],
            "languages": [wording | {"purposes": [label]}],
        }
        text = self.staff.get("/v1/consent-texts").expect(200)["items"][0]["id"]
        draft = self.staff.post(f"/v1/consent-texts/{text}/versions", content)
        if draft.status == 422:
            self._refused("a text with scripts", draft, 422)
            return
        path = f"/v1/consent-texts/{text}/versions/{draft.expect(201)['version']}/publish"
        self.staff.post(path, {"change": "editorial"}).expect(200)
        body = self._text("sv").expect(200)["body_html"]
        self.checks.none("no script survives in a text", dangers(body))

    def _refused(self, name: str, answer: Response, *statuses: int) -> None:
        """A problem of one of these statuses that repeats nothing it was given."""
        clear = answer.content_type == "application/problem+json" and answer.json().get("title")
        leaks = (
            SECRET_NAME in answer.text or SECRET_EMAIL in answer.text or "panicked" in answer.text
        )
        holds = answer.status in statuses and bool(clear) and not leaks
        self.checks.that(
            f"{name} is refused", holds, f"{answer.status} {answer.content_type} {answer.text}"
        )

    def _submission(self, **changes: Any) -> dict[str, Any]:
        return new_submission(self.text, SECRET_NAME, SECRET_EMAIL) | changes

    def _submit(self, submission: dict[str, Any], origin: str = ORIGIN) -> Response:
        return self.public.post(self._path(), submission, {"Origin": origin})

    def _post_bytes(self, body: bytes) -> Response:
        return self.public.send(
            "POST", self._path(), body, {"Content-Type": "application/json", "Origin": ORIGIN}
        )

    def _text(self, language: str) -> Response:
        path = f"/v1/sites/{self.site}/consent-text?lang={quote(language, safe='')}"
        return self.public.get(path, {"Origin": ORIGIN})

    def _path(self) -> str:
        return f"/v1/sites/{self.site}/consents"


class Dangers(HTMLParser):
    """What a browser would run, load or lay out as the writer of the text wants."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "style", "svg", "img", "object", "embed", "form", "base"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style" or "javascript:" in (value or "").lower():
                self.found.append(f"{tag} {name}={value}")


def dangers(html: str) -> list[str]:
    parser = Dangers()
    parser.feed(html)
    return parser.found


def reject_bad_input(story: Story) -> None:
    unpublished = story.server.command_json(
        "tenant", "add", "Tom AB", "--admin", "admin@tom.example", "--origin", ORIGIN
    )
    Refusals(story).run(unpublished["site_key"])


def reject_old_notice(story: Story, old: dict[str, Any]) -> None:
    """Nobody answers a text served a month ago; the answer brings the one to show now."""
    before = story.candidate_count()
    answer = story.submit(new_submission(old, SECRET_NAME, SECRET_EMAIL))
    story.checks.equal("a notice served 31 days ago is stale", answer.status, 409)
    story.checks.that(
        "the answer brings the current text",
        bool(answer.json().get("current", {}).get("served")),
        answer.text,
    )
    story.checks.equal("and nothing is recorded", story.candidate_count(), before)
