"""HTTP as the contract's callers speak it: every request is retried until it is answered."""

import http.client
import json
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checks import Fatal

UNREACHABLE = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)
UNAVAILABLE = (502, 503, 504)


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", errors="replace")

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip()

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError:
            raise Fatal(f"{self.status} is not JSON: {self.text[:300]}") from None

    def expect(self, *statuses: int) -> Any:
        if self.status not in statuses:
            raise Fatal(f"expected {statuses}, got {self.status}: {self.text[:600]}")
        return self.json()


class Client:
    """Retries while the server is away, as a browser's user or a queue would."""

    def __init__(
        self, url: str, api_key: str | None = None, patience: float = 60, timeout: float = 30
    ) -> None:
        self.url = url
        self.retries = 0
        self._host = urllib.parse.urlsplit(url).netloc
        self._api_key = api_key
        self._patience = patience
        self._timeout = timeout

    def with_key(self, api_key: str) -> "Client":
        return Client(self.url, api_key, self._patience, self._timeout)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Response:
        return self.send("GET", path, b"", headers or {})

    def delete(self, path: str) -> Response:
        return self.send("DELETE", path, b"", {})

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Response:
        return self._json("POST", path, body, headers)

    def put(self, path: str, body: Any) -> Response:
        return self._json("PUT", path, body, None)

    def post_form(self, path: str, fields: list[tuple[str, str]]) -> Response:
        """Posts as a browser does from the page itself, and follows a redirect."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url}
        answer = self.send("POST", path, urllib.parse.urlencode(fields).encode(), headers)
        if answer.status in (302, 303):
            return self.get(urllib.parse.urljoin(path, answer.headers["location"]))
        return answer

    def pages(self, path: str, **query: str) -> Iterator[Any]:
        """All items of a list, page by page."""
        cursor: str | None = None
        while True:
            extra = {"cursor": cursor} if cursor else {}
            page = self.get(f"{path}?{urllib.parse.urlencode(query | extra)}").expect(200)
            yield from page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Response:
        """Raises Fatal when nobody answers within the client's patience."""
        end = time.monotonic() + self._patience
        while True:
            try:
                answer = self.once(method, path, body, headers)
                if answer.status not in UNAVAILABLE:
                    return answer
                reason: object = answer.status
            except UNREACHABLE as error:
                reason = repr(error)
            if time.monotonic() > end:
                raise Fatal(f"{method} {path}: no answer for {self._patience:.0f} s: {reason}")
            self.retries += 1
            time.sleep(0.1)

    def once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Response:
        """One try. Raises one of UNREACHABLE when there is no answer."""
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        authorized = {"Authorization": f"Bearer {self._api_key}"} if self._api_key else {}
        try:
            connection.request(method, path, body or None, headers | authorized)
            answer = connection.getresponse()
            lower = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, lower, answer.read())
        finally:
            connection.close()

    def hang_up(
        self, method: str, path: str, body: bytes, headers: dict[str, str], after: float
    ) -> None:
        """Asks and goes away without waiting for the answer, as closing a tab does."""
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        try:
            connection.request(method, path, body or None, headers)
            time.sleep(after)
        finally:
            connection.close()

    def _json(self, method: str, path: str, body: Any, headers: dict[str, str] | None) -> Response:
        content = json.dumps(body, ensure_ascii=False).encode()
        return self.send(
            method, path, content, {"Content-Type": "application/json"} | (headers or {})
        )
