// Stands in for the server: the widget is answered with the draft, and nothing it sends goes anywhere.
"use strict";

/** How long the form takes to grow, at most. */
const SETTLED_MS = 1_500;

const element = document.querySelector("candidate-consent");
const note = document.getElementById("preview-note");

let texts = JSON.parse(element.dataset.texts);

const json = (body, status) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

function consentText(url) {
  const text = texts[url.searchParams.get("lang")] ?? texts[element.lang] ?? Object.values(texts)[0];
  return text ? json(text, 200) : json({}, 404);
}

const onward = window.fetch.bind(window);

window.fetch = async (resource, options) => {
  const url = new URL(resource.url ?? resource, location.href);
  if (url.pathname.endsWith("/consent-text")) return consentText(url);
  if (url.pathname.endsWith("/consents")) return json({}, 503);
  return onward(resource, options);
};

// A press on the form's own button says so, instead of sending.
document.addEventListener(
  "click",
  (event) => {
    const button = event.composedPath().find((node) => node.localName === "button");
    if (button?.type !== "submit") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    note.textContent = note.dataset.note;
    note.scrollIntoView({ block: "nearest" });
  },
  true,
);

addEventListener("message", ({ source, origin, data }) => {
  if (source !== parent || origin !== location.origin || !data.texts) return;
  texts = data.texts;
  // The form grows again from nothing; the page must not jump meanwhile.
  document.body.style.minHeight = `${document.body.scrollHeight}px`;
  note.textContent = "";
  element.setAttribute("lang", data.language);
  setTimeout(() => (document.body.style.minHeight = ""), SETTLED_MS);
});
