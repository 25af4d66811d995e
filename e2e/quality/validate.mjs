// Reads {"name": "<!DOCTYPE html>…"} and prints {"errors": ["name:line:column: rule: message (where)"]}.
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const RULES = {
  // CSS turns tables into cards on a phone, and browsers then forget what they were: the roles say it again.
  "no-redundant-role": "off",
  // A list may be named (WAI-ARIA 1.2); the rule knows only of landmarks and controls.
  "aria-label-misuse": ["error", { allowAnyNamable: true }],
};

const MAIL_RULES = {
  // Mail programs drop stylesheets.
  "no-inline-style": "off",
};

const VERIFY_RULES = {
  // The heading of the result, which the script fills in and shows.
  "empty-heading": "off",
};

const validator = (rules) =>
  new HtmlValidate({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: { ...RULES, ...rules },
  });
const page = validator({});
const special = { "mail-html": validator(MAIL_RULES), verify: validator(VERIFY_RULES) };

const errors = [];
for (const [name, html] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const kind = Object.keys(special).find((it) => name.startsWith(it));
  const report = (special[kind] ?? page).validateStringSync(html);
  for (const { messages } of report.results) {
    for (const { line, column, ruleId, message, selector } of messages) {
      errors.push(`${name}:${line}:${column}: ${ruleId}: ${message} (${selector})`);
    }
  }
}
console.log(JSON.stringify({ errors }));
