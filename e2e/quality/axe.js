// Runs axe-core over the page, and calls back with what it found, a line each.
/** `rules` says what to look for; a mail is no page of its own. */
const [rules, isMail, done] = arguments;
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const tagged = (...tags) => ({
  runOnly: { type: "tag", values: tags },
  // Not on by itself yet, although it is part of WCAG 2.2.
  rules: { "target-size": { enabled: true } },
});
const only = (...names) => ({ runOnly: { type: "rule", values: names } });
const WANTED = {
  // A mail's landmarks and first heading are the mail program's own.
  all: isMail ? tagged(...WCAG) : tagged(...WCAG, "best-practice"),
  colours: only("color-contrast", "link-in-text-block"),
  // What changes where lines break.
  layout: only("target-size", "scrollable-region-focusable"),
};
const options = {
  ...WANTED[rules],
  resultTypes: ["violations"],
  // What is framed is a page of its own in the list.
  iframes: false,
};
const tell = ({ id, nodes }) =>
  nodes.map((node) => `${id}: ${node.target.flat().join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}`);
axe.run(document, options).then(
  ({ violations }) => done(violations.flatMap(tell)),
  (reason) => done([`axe: ${reason}`]),
);
