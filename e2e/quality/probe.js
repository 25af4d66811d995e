/**
 * Runs at the beginning of every page of the tests, before the page's own scripts: remembers what the
 * content security policy refused, and answers questions about what is on the page. Shadow roots count.
 */
window.probe = (() => {
  const refused = [];
  addEventListener("securitypolicyviolation", (event) => {
    refused.push(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`.trim());
  });

  const STOPS = "a[href], button, input, select, textarea, summary, iframe, audio, video, [tabindex]";

  /** Every element in the order of the document, those of shadow roots at their host's place. */
  function* every(root = document) {
    for (const element of root.querySelectorAll("*")) {
      yield element;
      if (element.shadowRoot) yield* every(element.shadowRoot);
    }
  }

  const first = (css) => {
    for (const element of every()) {
      if (element.matches(css) && element.checkVisibility({ visibilityProperty: true })) return element;
    }
    return null;
  };

  const describe = (element) => {
    if (!element || element === document.body) return "the page itself";
    const id = element.id ? `#${element.id}` : "";
    const kind = element.getAttribute("class")?.trim().replace(/\s+/g, ".");
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    const named = element.name ? `[name=${element.name}]` : "";
    return `<${element.localName}${id}${kind ? `.${kind}` : ""}${named}> ${words.slice(0, 40)}`.trim();
  };

  /** What makes the page wider than its window. */
  const overflow = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const isClipped = (it) => it.closest(".visually-hidden, thead") !== null;
    const wide = [...every()].filter((it) => it.getBoundingClientRect().right > width + 0.5 && !isClipped(it));
    return [`${document.documentElement.scrollWidth} px in ${width}`, ...wide.slice(0, 4).map(describe)];
  };

  /** Where the Tab key must stop, in this order. One stop serves all radio buttons of a name. */
  const stops = () => {
    const found = [];
    const groups = new Set();
    for (const element of every()) {
      if (!element.matches(STOPS) || element.tabIndex < 0 || element.matches(":disabled, [inert], [inert] *")) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.type === "radio") {
        const group = `${element.form?.action} ${element.name}`;
        if (groups.has(group)) continue;
        groups.add(group);
      }
      found.push(element);
    }
    return found;
  };

  let expected = [];
  let stopped = [];

  /** Back to the top, to press Tab from there. */
  const restart = () => {
    getSelection().removeAllRanges();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
    expected = stops();
    stopped = [];
    return expected.map(describe);
  };

  const focused = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };

  const group = (element) =>
    element.type === "radio"
      ? expected.find((it) => it.type === "radio" && it.name === element.name && it.form === element.form)
      : element;

  /** Something is drawn around it that was not there before. */
  const ringed = (element) => {
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return element.matches(":focus-visible") && outlined;
  };

  /** Nothing that sticks to the window's edge lies over it (WCAG 2.4.11). */
  const covered = (element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return false;
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [upper, lower] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || upper >= lower) return true;
    const top = element.getRootNode().elementFromPoint((left + right) / 2, (upper + lower) / 2);
    const label = element.labels?.[0];
    return !(top && (element.contains(top) || top.contains(element) || label?.contains(top)));
  };

  /** Where the focus is, after Tab: its place among the stops, -1 outside, and what is wrong with it. */
  const stop = () => {
    const element = focused();
    if (!element || element === document.body || element === document.documentElement) return { at: -1, wrong: [] };
    const wrong = [];
    if (element.localName !== "iframe") {
      if (!ringed(element)) wrong.push(`no visible focus: ${describe(element)}`);
      if (covered(element)) wrong.push(`focus is covered: ${describe(element)}`);
    }
    return { at: expected.indexOf(group(element)), name: describe(element), wrong };
  };

  addEventListener("keyup", ({ key }) => key === "Tab" && stopped.push(stop()), true);
  // Inside of a frame the keys are the frame's, and the focus comes back in its own time: one key, one question.
  const taken = () => (expected.some((it) => it.localName === "iframe") ? [stop()] : stopped.splice(0));

  return { refused, first, overflow, restart, stopped: taken };
})();
