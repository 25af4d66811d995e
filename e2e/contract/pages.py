"""The candidate's pages, read and filled in as a browser without JavaScript does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from checks import Fatal
from client import Client, Response

Fields = list[tuple[str, str]]


@dataclass
class Form:
    action: str
    hidden: Fields = field(default_factory=list)
    boxes: Fields = field(default_factory=list)
    buttons: Fields = field(default_factory=list)

    def offers(self, name: str, value: str) -> bool:
        return (name, value) in self.buttons + self.hidden

    def filled(self, name: str, value: str, tick: bool) -> Fields:
        pressed = [] if (name, value) in self.hidden else [(name, value)]
        return self.hidden + (self.boxes if tick else []) + pressed


class Forms(HTMLParser):
    """Collects the forms of a page; a ticked box counts like an empty one, so `ticked` tells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ticked: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag in ("input", "button") and self.forms:
            self._add(self.forms[-1], tag, given)

    def _add(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text")
        entry = (given.get("name", ""), given.get("value", "on" if kind == "checkbox" else ""))
        if kind == "hidden":
            form.hidden.append(entry)
        elif kind in ("checkbox", "radio"):
            form.boxes.append(entry)
            if "checked" in given:
                self.ticked.append(entry[0])
        elif kind == "submit" and entry[0]:
            form.buttons.append(entry)


def press(client: Client, path: str, page: Response, name: str, value: str, tick: bool) -> Response:
    """Presses the button `name=value` on the page.

    Raises Fatal when the page has no such button.
    """
    forms = Forms(page.text).forms
    form = next((form for form in forms if form.offers(name, value)), None)
    if form is None:
        raise Fatal(f"{path} ({page.status}) has no button {name}={value}: {page.text[:600]}")
    return client.post_form(urljoin(path, form.action), form.filled(name, value, tick))


def renew(client: Client, path: str) -> Response:
    return press(client, path, client.get(path), "answer", "renew", tick=True)


def decline(client: Client, path: str) -> Response:
    question = press(client, path, client.get(path), "answer", "decline", tick=False)
    return press(client, path, question, "confirm", "decline", tick=False)
