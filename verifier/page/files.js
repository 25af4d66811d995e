// Which of the three kinds of files a text is, whatever its name.

const PROOF = "c2sp.org/tlog-proof@v1";

/** A JSON object in base64url begins so. The verifier is stricter. */
const JWS = /^eyJ[^.{}]*\.[^.{}]+\.[^.{}]+$/;

/** The longest receipt has 64 KB, a proof file can hold many signatures. */
const MAX_BYTES = 1024 * 1024;

/** `{ kind, text }`; `kind` is `receipt`, `keys`, `proof` or null for anything else. */
function sort(text) {
  const trimmed = text.trim();
  if (trimmed.startsWith(PROOF)) return { kind: "proof", text: `${trimmed.replaceAll("\r\n", "\n")}\n` };
  if (isKeySet(trimmed)) return { kind: "keys", text: trimmed };
  if (JWS.test(trimmed)) return { kind: "receipt", text: unfold(trimmed) };
  return { kind: null, text };
}

function isKeySet(text) {
  try {
    return Array.isArray(JSON.parse(text).keys);
  } catch {
    return false;
  }
}

/** Mail programs break long lines; no receipt has white space in it. */
const unfold = (text) => text.replace(/\s+/g, "");

/** A link that saves `text`; nothing is fetched. */
function download(label, name, type, text) {
  const href = `data:${type},${encodeURIComponent(text)}`;
  return make("a", { class: "button plain", href, download: name }, label);
}
