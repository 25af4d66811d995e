// What a career page does with the widget's events.
window.heard = [];
for (const name of ["consent-given", "consent-error"]) {
  addEventListener(name, () => window.heard.push(name));
}
