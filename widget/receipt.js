/** What a candidate gets to keep: what was agreed to, when, and the signed receipt. */
function drawReceipt({ t, agreed, when, email, receipt, inForm }) {
  const area = el("textarea", { readonly: true, rows: 4, "aria-label": t("receipt") }, receipt);
  return el(
    "section",
    {},
    el("h3", { tabindex: -1 }, t("done_title")),
    inForm ? el("p", {}, t("done_form")) : null,
    el("p", {}, t("done_mail", email)),
    el("p", { class: "what" }, t("done_what")),
    el("ul", {}, ...agreed.map(({ label }) => el("li", {}, label))),
    el("p", { class: "help" }, t("done_when", when)),
    el("details", {}, el("summary", {}, t("receipt")), el("p", { class: "help" }, t("receipt_help")), area),
    el("p", { class: "actions" }, downloadLink(t, receipt), copyButton(t, area)),
    el("p", { class: "help" }, verifyLink(t)),
  );
}

/** A compact JWS needs no escaping in a URL. */
function downloadLink(t, receipt) {
  const href = `data:application/jose,${receipt}`;
  return el("a", { class: "second", href, download: "consent.jws" }, t("download"));
}

/** The server's page; its language follows the widget's. */
function verifyLink(t) {
  const href = new URL(`verify?lang=${t("locale")}`, BASE).href;
  return el("a", { href, target: "_blank", rel: "noopener" }, t("verify"));
}

function copyButton(t, area) {
  const button = el("button", { class: "second", type: "button", "aria-live": "polite" }, t("copy"));
  button.addEventListener("click", async () => {
    if (await copy(area)) button.textContent = t("copied");
  });
  return button;
}

/** `navigator.clipboard` is missing on pages without https. */
async function copy(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    area.closest("details").open = true;
    area.select();
    return document.execCommand("copy");
  }
}
