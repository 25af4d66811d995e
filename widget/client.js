// Speaks with the server and with the browser. Joined with the other parts into `embed.js`;
// `BUILD` (version, file names, style, messages) is put in front by the build.

/** The server's base URL. A module has no `currentScript`, but its stack trace names it. */
const BASE = new URL(
  ".",
  document.currentScript?.src ?? /https?:[^\s()]+\/embed\.js/.exec(new Error().stack)?.[0] ?? location,
);

const TIMEOUT_MS = 20_000;

const fileUrl = (name) => new URL(`widget/${BUILD.files[name]}`, BASE).href;

/** Never rejects: status 0 says that no usable answer came. */
async function request(url, options) {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(new URL(url, BASE), { credentials: "omit", signal, ...options });
    const body = await response.json().catch(() => null);
    return { status: body || !response.ok ? response.status : 0, body: body ?? {} };
  } catch {
    return { status: 0, body: {} };
  }
}

const siteUrl = (site, what) => `v1/sites/${encodeURIComponent(site)}/${what}`;

const postJson = (url, body) =>
  request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** A version 4 UUID. `crypto.randomUUID` is missing on pages without https. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const catalogues = {};

/** The messages in this language, or in English when there are none in it. */
async function catalogue(language) {
  const known = BUILD.messages[language] ? language : "en";
  if (!catalogues[known]) {
    const { status, body } = await request(fileUrl(`${known}.json`));
    if (status !== 200) return null;
    catalogues[known] = { ...body, locale: known };
  }
  return catalogues[known];
}

let viewClass;

/** The Leptos form. Rejects where WebAssembly is forbidden, broken or too slow to come. */
function loadView() {
  viewClass ??= Promise.race([
    import(fileUrl("view.js")).then(async (module) => {
      await module.default({ module_or_path: fileUrl("view.wasm") });
      return module.View;
    }),
    new Promise((_, reject) => setTimeout(reject, TIMEOUT_MS, new Error("timed out"))),
  ]);
  return viewClass;
}

/** Makes an element; a function among the attributes is a listener. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/** The server has cleaned this HTML; some pages take it only where it is cleaned again or vouched for. */
function setHtml(node, html) {
  if (node.setHTML) node.setHTML(html);
  else node.innerHTML = trusted(html);
  // A link followed in the same tab would lose what is typed.
  for (const link of node.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener";
  }
}

let policy;

function trusted(html) {
  policy ??= window.trustedTypes?.createPolicy("samtycke", { createHTML: (html) => html });
  return policy?.createHTML(html) ?? html;
}
