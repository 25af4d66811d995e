// Runs axe-core over the page, and calls back with what it found, a line each.
/** `kind` says what to look for. */
const [kind, done] = arguments;
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const tagged = (...tags) => ({
  runOnly: { type: "tag", values: tags },
  // Not on by itself yet, although it is part of WCAG 2.2.
  rules: { "target-size": { enabled: true } },
});
const WANTED = {
  page: tagged(...WCAG, "best-practice"),
  // Landmarks and the first heading are the mail program's own.
  mail: tagged(...WCAG),
  colours: { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } },
};
const options = {
  ...WANTED[kind],
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
