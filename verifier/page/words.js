// What the page says and where. All words come from the server, in the page's language; text is
// only ever set as text. Joined with the other parts into `page.js`; `FILES` is put in front by the build.

const byId = (id) => document.getElementById(id);
const language = document.documentElement.lang;
/** Dates are written as in the mails: `3 December 2026`. */
const locale = language === "en" ? "en-GB" : language;
const { host, ...WORDS } = JSON.parse(byId("words").dataset.words);

/** The message `key`, with `{name}` replaced by the value of that name. */
function say(key, values = {}) {
  const known = { host, ...values };
  return (WORDS[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => known[name] ?? whole);
}

/** Makes an element. What is put in comes from documents others wrote: strings become text. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child != null));
  return node;
}

/** A title and what there is to say about it. */
const row = (title, value) => [make("dt", {}, title), make("dd", { dir: "auto" }, value)];

/** A moment, to the second and with its zone, or the text itself when it is none. */
function moment(text) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const format = {
    day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
  };
  return make("time", { datetime: text }, new Intl.DateTimeFormat(locale, format).format(date));
}

function day(text) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(date);
}

function languageName(code) {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(code);
  } catch {
    return code;
  }
}
