// Keeps the preview and the findings up with what is typed. Without it, buttons do the same.
"use strict";

const PAUSE_MS = 400;

function start() {
  const form = document.getElementById("draft-form");
  const frame = document.getElementById("preview");
  const problem = document.getElementById("live-problem");

  /** Grows with every question; the answer to an older one is dropped. */
  let asked = 0;
  let timer;
  let changed = false;

  async function refresh() {
    const run = ++asked;
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    }).catch(() => null);
    // A session that ended answers with a page; what is typed stays, and saving leads to the sign-in.
    const isJson = answer?.headers.get("content-type")?.startsWith("application/json");
    if (run !== asked || !answer?.ok || !isJson) return;
    show(await answer.json());
  }

  function show(live) {
    problem.textContent = live.problem ?? "";
    if (!live.problem) preview(live.texts);
    replace(document.getElementById("lint-summary").firstElementChild, live.summary);
    replace(document.querySelector(".drift"), live.drift);
    const lint = document.getElementById("lint");
    // Whoever writes into the panel keeps the field under the hands.
    if (!lint.contains(document.activeElement)) replaceKeepingOpen(lint, live.lint);
  }

  function preview(texts) {
    const language = form.elements.language.value;
    const shows = frame.contentDocument?.querySelector("candidate-consent");
    if (shows) frame.contentWindow.postMessage({ texts, language }, location.origin);
    else form.requestSubmit(document.getElementById("preview-submit"));
  }

  function soon() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  }

  /** Puts a suggested sentence after the text. */
  function insert(sentence) {
    const body = form.elements.body_markdown;
    body.value = `${body.value.trimEnd()}\n\n${sentence}`.trimStart();
    body.focus();
    body.setSelectionRange(body.value.length, body.value.length);
    body.scrollTop = body.scrollHeight;
    soon();
  }

  // Fields that stand outside the form belong to it too.
  document.addEventListener("input", ({ target }) => target.form === form && soon());

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    if (!button) return;
    event.preventDefault();
    insert(button.dataset.insert);
  });

  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.id !== "preview-submit") changed = false;
  });
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
}

function replace(node, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  node.replaceWith(template.content);
}

/** What was unfolded stays unfolded, as far as it is still there. */
function replaceKeepingOpen(lint, html) {
  const name = (details) =>
    details.querySelector(":scope > .field textarea")?.name ?? details.querySelector("summary").textContent.replace(/\d+/, "");
  const open = [...lint.querySelectorAll("details[open]")].map(name);
  replace(lint, html);
  for (const details of document.querySelectorAll("#lint details")) {
    if (open.includes(name(details))) details.open = true;
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
