// Takes the files, asks the verifier, and, only when its button is pressed, the server.

const field = byId("receipt");

/** What was given besides the receipt: `{ text, name }`, without a name when it came from the server. */
const given = { keys: null, proof: null };

// Fetched beforehand, so that verifying itself needs no network at all. What fails is tried again.
let verifier = null;
let serverKeys = null;

function loadVerifier() {
  const url = (name) => new URL(FILES[name], import.meta.url).href;
  verifier ??= import(url("verify.js")).then(async (module) => {
    await module.default({ module_or_path: url("verify.wasm") });
    return module.verify;
  });
  verifier.catch(() => (verifier = null));
  return verifier;
}

function loadKeys() {
  serverKeys ??= fetch("/.well-known/jwks.json", { credentials: "omit" }).then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return { text: await answer.text(), name: null };
  });
  serverKeys.catch(() => (serverKeys = null));
  return serverKeys;
}

/** Says something about what was just done. */
function tell(message = "") {
  byId("message").textContent = message;
  byId("message").hidden = !message;
}

/** Verifies what is there, shows the result, and says whether there is one. */
async function verify() {
  const receipt = unfold(field.value);
  if (!receipt) {
    tell(say("missing"));
    field.focus();
    return false;
  }
  const used = { receipt, keys: given.keys, proof: given.proof };
  try {
    used.keys ??= await loadKeys();
  } catch {
    return hideResult(say("keys-unreachable"));
  }
  const run = await loadVerifier().catch(() => null);
  if (!run) return hideResult(say("unsupported"));
  let report;
  try {
    report = JSON.parse(run(receipt, used.keys.text, used.proof?.text));
  } catch (error) {
    return hideResult(say("keys-unusable", { name: used.keys.name ?? host, reason: error.message }));
  }
  tell();
  drawReport(report, used);
  byId("result").hidden = false;
  return true;
}

function hideResult(message) {
  byId("result").hidden = true;
  byId("answer").replaceChildren();
  tell(message);
  return false;
}

async function verifyAndShow() {
  byId("answer").replaceChildren();
  if (await verify()) byId("verdict").focus();
}

/** Takes a text for what it is; `name` is null for what was pasted. */
function take(text, name) {
  const sorted = sort(text);
  if (sorted.kind === "receipt") setReceipt(sorted.text);
  else if (sorted.kind) given[sorted.kind] = { text: sorted.text, name: name ?? say("pasted") };
  return sorted.kind;
}

function setReceipt(text) {
  field.value = text;
  forgetAnswer();
}

/** What the server said of one receipt says nothing about the next. */
function forgetAnswer() {
  if (given.proof && !given.proof.name) given.proof = null;
  hideResult();
  drawGiven();
}

/** Where keys and proof come from, and a way back. */
function drawGiven() {
  const { keys, proof } = given;
  byId("keys-from").textContent = keys?.name ?? say("from-server");
  byId("keys-reset").hidden = !keys;
  byId("proof-from").textContent = proof ? (proof.name ?? say("from-server")) : say("proof-none");
  byId("proof-reset").hidden = !proof;
}

async function takeFiles(files) {
  const complaints = [];
  const taken = new Set();
  tell();
  for (const file of files) {
    const complaint = await takeFile(file, taken);
    if (complaint) complaints.push(say(complaint, { name: file.name }));
  }
  drawGiven();
  if (taken.size && field.value) await verifyAndShow();
  else if (taken.size && !complaints.length) complaints.push(say("missing"));
  // Verifying may have had something to say as well.
  if (complaints.length) tell([byId("message").textContent, ...complaints].filter(Boolean).join(" "));
}

/** Why the file was left out, if it was. */
async function takeFile(file, taken) {
  if (file.size > MAX_BYTES) return "file-large";
  const text = await file.text();
  const { kind } = sort(text);
  if (!kind) return "file-unknown";
  if (taken.has(kind)) return "file-twice";
  taken.add(kind);
  take(text, file.name);
  return null;
}

/** Keys or a proof pasted where the receipt belongs are taken as such. */
function sortPasted() {
  const { kind } = sort(field.value);
  if (kind !== "keys" && kind !== "proof") return forgetAnswer();
  const text = field.value;
  field.value = "";
  take(text, null);
  hideResult(say(kind === "keys" ? "keys-taken" : "proof-taken"));
  drawGiven();
}

const post = (url) =>
  fetch(url, {
    method: "POST",
    credentials: "omit",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ receipt: unfold(field.value) }),
  });

/** Sends the receipt to the server. Nothing else on this page does. */
async function ask() {
  const button = byId("ask-button");
  button.disabled = true;
  try {
    const said = [await askForProof(), await askForStatus()];
    await verify();
    byId("answer").replaceChildren(...said.filter(Boolean).map((text) => make("p", {}, text)));
  } catch {
    byId("answer").replaceChildren(make("p", {}, say("server-silent")));
  }
  button.disabled = false;
  byId("answer").focus();
}

async function askForProof() {
  const answer = await post("/v1/receipts/proof");
  if (answer.status === 202) return say("proof-later");
  if (answer.status === 429) throw new Error("busy");
  if (!answer.ok) return say("proof-missing");
  given.proof = { text: await answer.text(), name: null };
  drawGiven();
  return say("proof-got");
}

/** A certificate has no status: what it certifies is over. */
async function askForStatus() {
  const answer = await post("/v1/receipts/verify");
  if (!answer.ok) throw new Error(answer.statusText);
  const found = await answer.json();
  return found.reason === "malformed" ? null : status(found);
}

function listen() {
  byId("tool").addEventListener("submit", (event) => {
    event.preventDefault();
    verifyAndShow();
  });
  field.addEventListener("input", sortPasted);
  byId("files").addEventListener("change", async ({ target }) => {
    await takeFiles([...target.files]);
    target.value = "";
  });
  byId("keys-reset").addEventListener("click", () => reset("keys"));
  byId("proof-reset").addEventListener("click", () => reset("proof"));
  byId("ask-button").addEventListener("click", ask);
  listenForDrops();
}

function reset(kind) {
  given[kind] = null;
  hideResult();
  drawGiven();
  field.focus();
}

function listenForDrops() {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (isOver) => document.body.classList.toggle("dropping", isOver);
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) mark(false);
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(false);
    takeFiles([...event.dataTransfer.files]);
  });
}

drawGiven();
listen();
byId("starting").remove();
byId("tool").hidden = false;
loadVerifier().catch(() => {});
loadKeys().catch(() => {});
