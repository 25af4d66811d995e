// Puts a report of the verifier into the page. `given` says what was verified with which keys.

const CERTIFICATE = "erasure-certificate+jwt";

function drawReport(report, given) {
  const { signature } = report;
  const payload = signature.result === "valid" ? signature.payload : null;
  const isCertificate = signature.typ === CERTIFICATE;
  byId("result").classList.toggle("good", report.valid);
  byId("verdict").textContent = say(verdict(report, isCertificate));
  byId("reason").textContent = reason(report);
  fill("content", payload && (isCertificate ? certificate(payload) : consent(payload)));
  fill("proven", claims(report, report.proven, given, isCertificate));
  fill("open", payload && claims(report, report.not_proven, given, isCertificate));
  fill("technical", payload && technical(report));
  fill("keep", payload && kept(given));
  byId("ask").hidden = !payload;
}

/** Shows the part of the page called `name` with these children, or hides it when there are none. */
function fill(name, children) {
  byId(`${name}-part`).hidden = !children?.length;
  byId(name).replaceChildren(...(children ?? []));
}

function verdict({ valid }, isCertificate) {
  if (!valid) return "verdict-invalid";
  return isCertificate ? "verdict-certificate" : "verdict-receipt";
}

/** The one sentence under the verdict. */
function reason({ valid, signature, log }) {
  if (signature.result === "invalid") return say(`invalid-${signature.reason}`);
  if (log.result === "refused") return say(`log-${log.reason}`);
  return say(valid ? "valid" : `key-${signature.key}`);
}

function claims(report, codes, given, isCertificate) {
  return codes.map((code) => {
    const text = explained(code, report, given, isCertificate);
    return make("li", { "data-claim": code }, make("strong", {}, say(`claim-${code}`)), make("p", {}, text));
  });
}

/** What the files say about a claim, or why they say nothing. */
function explained(code, { signature, log }, given, isCertificate) {
  switch (code) {
    case "key_trusted":
      return say(`key-${signature.key}`);
    case "logged":
      return inLog(log);
    case "key_owner":
      return given.keys.name ? say("owner-file", given.keys) : say("owner-server");
    case "still_stands":
      return say(isCertificate ? "why-still_stands-certificate" : "why-still_stands");
    default:
      return say(`why-${code}`);
  }
}

function inLog(log) {
  if (log.result === "refused") return say(`log-${log.reason}`);
  if (log.result === "not_checked") return say("log-not_checked");
  return say("log-included", { origin: log.origin, number: log.index + 1, size: log.tree_size });
}

function consent(payload) {
  const { controller = {}, subject = {}, notice, purposes } = payload;
  return [
    ...row(say("fact-state"), known("state", payload.state)),
    ...row(say("fact-recorded"), moment(payload.recorded_at)),
    ...row(say("fact-controller"), list([controller.name, controller.contact])),
    ...row(say("fact-subject"), list([subject.name, subject.email])),
    ...(notice ? row(say("fact-text"), shownText(notice)) : []),
    ...(Array.isArray(purposes) && purposes.length ? row(say("fact-purposes"), decisions(purposes)) : []),
  ];
}

function certificate(payload) {
  return [
    ...row(say("fact-erased"), known("erased", payload.reason)),
    ...row(say("fact-recorded"), moment(payload.recorded_at)),
    ...row(say("fact-controller"), String(payload.controller)),
    ...row(say("fact-candidate"), String(payload.candidate_id)),
  ];
}

/** A code in words; one from a later version as it is. */
const known = (kind, code) => (`${kind}-${code}` in WORDS ? say(`${kind}-${code}`) : String(code));

const list = (parts) => parts.filter(Boolean).join(", ");

const shownText = ({ title, version, language }) =>
  say("shown", { title, version, language: languageName(language) });

function decisions(purposes) {
  const items = purposes.map((purpose) => {
    const mark = purpose.granted ? "yes" : "no";
    return make("li", { class: mark }, make("span", {}, purpose.label ?? purpose.key), make("em", {}, decision(purpose)));
  });
  return make("ul", { class: "decisions" }, ...items);
}

function decision({ granted, valid_until: until }) {
  if (!granted) return say("decision-no");
  return until ? say("decision-until", { date: day(until) }) : say("decision-yes");
}

function technical({ signature, log }) {
  const facts = [
    ["typ", signature.typ],
    ["kid", signature.kid],
    ["entry", signature.log_entry],
  ];
  if (log.result === "included") {
    facts.push(["index", log.index], ["size", log.tree_size], ["root", log.root], ["signer", log.signed_by]);
  }
  const everything = make("pre", { class: "signed", tabindex: 0 }, JSON.stringify(signature.payload, null, 2));
  return [
    ...facts.flatMap(([name, value]) => row(say(`technical-${name}`), make("code", {}, String(value)))),
    ...row(say("technical-payload"), everything),
  ];
}

/** The files that let anyone verify again, without this server. */
function kept({ receipt, keys, proof }) {
  return [
    download(say("save-receipt"), "receipt.jws", "application/jose", receipt),
    download(say("save-keys"), "jwks.json", "application/json", keys.text),
    proof ? download(say("save-proof"), "receipt.tlog-proof", "text/plain", proof.text) : null,
  ].filter(Boolean);
}

/** What the server says a receipt is worth today. */
function status(answer) {
  if (!answer.valid) return say("server-unknown");
  return known("status", answer.status);
}
