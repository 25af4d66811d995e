/** `name-field="applicant"` says which field of the host's form holds the name. */
const HOST_FIELDS = ["name", "email", "phone", "external_id"];

/** Messages after which the host's form is still held. */
const HOLDS = ["offline", "server", "busy", "forbidden"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(BUILD.style);

/**
 * `<candidate-consent site="…">`: shows the consent text, records the answer and hands over the
 * receipt. Inside a `<form>` it takes part in it, unless `mode="alone"`.
 */
class CandidateConsent extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["site", "lang"];

  #internals = this.attachInternals();
  #shadow = this.attachShadow({ mode: "open" });
  #parts;
  #text;
  #strings;
  #view;
  /** Settles when the form can be used, or cannot be loaded. */
  #ready;
  /** Grows with every load; an answer to an older one is dropped. */
  #run = 0;
  /** Where the host's form hears of submits. */
  #root;
  #submitter;
  #ticked = [];
  /** What was last sent and under which id: sent again unchanged, it is the same submission. */
  #sent = {};
  /** The host's applicant for whom the form may pass. */
  #settled;

  constructor() {
    super();
    this.#shadow.adoptedStyleSheets = [sheet];
    this.addEventListener("invalid", () => this.#askForMissing());
  }

  connectedCallback() {
    if (!this.#parts) this.#start();
  }

  attributeChangedCallback() {
    if (this.#parts) this.#start();
  }

  disconnectedCallback() {
    // Moving an element disconnects it for a moment only.
    setTimeout(() => this.isConnected || this.#close());
  }

  formAssociatedCallback(form) {
    this.#root?.removeEventListener("submit", this, true);
    this.#root = form?.getRootNode();
    // Captured above the form, so that no script of the host acts on a submit that is held.
    this.#root?.addEventListener("submit", this, true);
  }

  formResetCallback() {
    if (this.#parts) this.#start();
  }

  formDisabledCallback(disabled) {
    this.#shadow.firstElementChild?.toggleAttribute("inert", disabled);
  }

  handleEvent(event) {
    if (event.target !== this.#form || this.#mayPass(event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#submitter = event.submitter;
    // A form takes no other submit while the event of this one is being handled.
    setTimeout(() => this.#ready.then(() => this.#submit()));
  }

  get #form() {
    return this.getAttribute("mode") === "alone" ? null : this.#internals.form;
  }

  #mayPass(submitter) {
    const settled = this.#settled === JSON.stringify(this.#applicant());
    return settled || submitter?.formNoValidate || this.matches(":disabled");
  }

  #submit() {
    if (this.#view) this.#view.submit();
    else if (this.hasAttribute("required")) this.#parts.note.focus();
    else this.#proceed("");
  }

  /** The host's form cannot be sent: marks what is missing, if no field before this one is. */
  #askForMissing() {
    // Firefox turns only to what can have focus itself. To stay so would hide the boxes from Tab.
    this.tabIndex = -1;
    setTimeout(() => {
      const isAsked = this.getRootNode().activeElement === this;
      this.removeAttribute("tabindex");
      if (isAsked) this.#view?.submit();
    });
  }

  #close() {
    this.#run++;
    this.#view?.free();
    this.#view = this.#parts = undefined;
    this.#shadow.replaceChildren();
  }

  #start() {
    this.#close();
    this.#settled = this.#text = undefined;
    this.#internals.setFormValue("");
    this.#internals.setValidity({});
    this.#draw();
    this.#ready = this.#load(this.#language()).catch(console.error);
  }

  #language() {
    const lang = this.closest("[lang]")?.lang || document.documentElement.lang || "en";
    return lang.split("-")[0].toLowerCase();
  }

  #draw() {
    const bars = [1, 2, 3, 4, 5, 6].map(() => el("div", { class: "bar" }));
    const parts = {
      title: el("h2", { id: "title", tabindex: -1 }),
      languages: el("div", { class: "languages", role: "group" }),
      note: el("p", { class: "note", role: "status", tabindex: -1 }),
      text: el("article", {}, ...bars),
      about: el("p", { class: "help" }),
      box: el("div"),
      receipt: el("div", { class: "receipt" }),
    };
    this.#parts = parts;
    const { title, languages, ...others } = parts;
    const attributes = { class: "card loading", "aria-busy": true, inert: this.matches(":disabled") };
    const card = el("div", attributes, el("header", {}, title, languages));
    card.append(...Object.values(others));
    this.#shadow.replaceChildren(card);
  }

  async #load(language) {
    const run = ++this.#run;
    const site = this.getAttribute("site") ?? "";
    const url = `${siteUrl(site, "consent-text")}?lang=${encodeURIComponent(language)}`;
    const [answer, strings] = await Promise.all([request(url), catalogue(language)]);
    const { status, body } = answer;
    const own = status === 200 && body.language !== language ? await catalogue(body.language) : strings;
    if (run !== this.#run) return;
    if (status !== 200 || !own) return this.#failed(language, status === 200 ? 0 : status, body);
    this.#show(body, own);
    if (body.language !== language) this.#parts.note.textContent = this.#otherLanguage(language);
    if (!this.#view) await this.#open();
    this.#decided([]);
  }

  #otherLanguage(asked) {
    const names = new Intl.DisplayNames([this.#strings.locale], { type: "language" });
    return this.#t("other_language", names.of(asked), names.of(this.#text.language));
  }

  /** Shows this text. What was ticked under another one no longer counts. */
  #show(text, strings = this.#strings) {
    const { title, languages, note, about } = this.#parts;
    this.#text = text;
    this.#strings = strings;
    const card = this.#arrived();
    card.lang = text.language;
    for (const [name, value] of Object.entries(text.theme ?? {}))
      card.style.setProperty(`--theme-${name.replace("_", "-")}`, value);
    title.textContent = text.title;
    note.textContent = "";
    // A new node: one that grows in place of the skeleton would count as a layout shift.
    const article = el("article");
    setHtml(article, text.body_html);
    this.#parts.text.replaceWith(article);
    this.#parts.text = article;
    const { name, contact } = text.controller;
    about.textContent = `${this.#t("controller", name, contact)} · ${this.#t("version", text.version)}`;
    languages.ariaLabel = this.#t("language");
    languages.replaceChildren(...this.#languageButtons());
    this.#view?.replace();
  }

  #languageButtons() {
    const { language, languages } = this.#text;
    if (languages.length < 2) return [];
    return languages.map((lang) => {
      const name = new Intl.DisplayNames([lang], { type: "language" }).of(lang);
      const click = () => (this.#ready = this.#load(lang));
      return el("button", { type: "button", lang, "aria-pressed": `${lang === language}`, click }, name);
    });
  }

  #failed(language, status, body) {
    this.#explain(status);
    this.#dispatchError(status, body);
    const known = BUILD.messages[language] ?? BUILD.messages.en;
    const isFinal = status === 403 || status === 404;
    this.#parts.note.textContent = isFinal ? known.unavailable : known.load_failed;
    if (this.#text) return;
    this.#arrived();
    const click = () => this.#start();
    const retry = el("button", { class: "main", type: "button", click }, known.retry);
    this.#parts.text.replaceChildren(...(isFinal ? [] : [retry]));
  }

  #arrived() {
    const card = this.#shadow.firstElementChild;
    card.className = "card";
    card.removeAttribute("aria-busy");
    return card;
  }

  /** For whoever put the element on the page. */
  #explain(status) {
    const site = this.getAttribute("site");
    const reasons = {
      0: `${BASE} could not be reached, or ${location.origin} is not among the allowed origins of site "${site}".`,
      403: `${location.origin} is not among the allowed origins of site "${site}".`,
      404: `there is no site "${site}" with a published consent text. Check the attribute "site".`,
    };
    console.error(`<candidate-consent>: ${reasons[status] ?? `the server answered ${status}.`}`);
  }

  async #open() {
    const { box } = this.#parts;
    const host = this.#host();
    const plain = new PlainView(box, host);
    this.#view = plain;
    try {
      const View = await loadView();
      if (this.#view !== plain) return;
      this.#view = new View(box, host);
      plain.free();
    } catch (reason) {
      console.info(`<candidate-consent>: shown without WebAssembly (${reason?.message ?? reason})`);
      plain.wake();
    }
  }

  /** What the form may ask of the element; `client.rs` knows it as `Host`. */
  #host() {
    const element = this;
    return {
      inForm: Boolean(this.#form),
      asksName: !this.#hostField("name"),
      asksEmail: !this.#hostField("email"),
      get purposes() {
        return element.#text.purposes;
      },
      t: (key) => this.#message(key),
      validity: (months) => this.#validity(months),
      send: (name, email, ticked) => this.#send({ name, email }, ticked),
      decided: (ticked) => this.#decided(ticked),
      proceed: () => setTimeout(() => this.#proceed("")),
      requestSubmit: () => this.#requestSubmit(),
      focus: (id) => setTimeout(() => this.#shadow.getElementById(id)?.focus()),
      point: (field, message) => this.#point(field, message),
    };
  }

  #t(key, ...values) {
    return this.#strings[key]?.replace(/\{(\d)\}/g, (_, index) => values[index]) ?? key;
  }

  #message(key) {
    const message = this.#t(key, this.#text.controller.name);
    return this.#form && HOLDS.includes(key) ? `${this.#t("held")} ${message}` : message;
  }

  #validity(months) {
    const years = months % 12 === 0;
    const unit = { style: "unit", unit: years ? "year" : "month", unitDisplay: "long" };
    const number = new Intl.NumberFormat(this.#strings.locale, unit);
    return this.#t("valid_for", number.format(years ? months / 12 : months));
  }

  #hostField(name) {
    const field = this.getAttribute(`${name.replace("_", "-")}-field`);
    return field ? this.#form?.elements.namedItem(field) : null;
  }

  /** The candidate as the host's form knows them. */
  #applicant() {
    const entries = HOST_FIELDS.map((name) => [name, this.#hostField(name)?.value]);
    return trimmed(Object.fromEntries(entries.filter(([, value]) => value)));
  }

  #decided(ticked) {
    if (String(ticked) !== String(this.#ticked)) this.#settled = undefined;
    this.#ticked = ticked;
    if (!this.#form) return;
    const isMissing = ({ key, required }) => required && !ticked.includes(key);
    const missing = this.#text.purposes.findIndex(isMissing);
    const anchor = this.#shadow.getElementById(missing) ?? this.#parts.title;
    if (missing < 0) this.#internals.setValidity({});
    else this.#internals.setValidity({ valueMissing: true }, this.#t("purpose_required"), anchor);
  }

  async #send(own, ticked) {
    const [text, parts] = [this.#text, this.#parts];
    const candidate = { ...trimmed(own), ...this.#applicant() };
    const url = siteUrl(this.getAttribute("site"), "consents");
    const { status, body } = await postJson(url, this.#submission(candidate, ticked));
    const current = status === 409 && text === this.#text ? body.current : null;
    if (current && isSameText(current, text) && current.served !== text.served) {
      // Only the notice had grown old; the candidate has seen this very text.
      this.#text = current;
      return this.#send(own, ticked);
    }
    const agreed = text.purposes.filter(({ key }) => ticked.includes(key));
    if (status === 200 || status === 201) this.#recorded(parts, { ...candidate, ...body, agreed });
    else this.#notRecorded(parts, status, body);
    if (current) this.#replaced(current);
    return { status, errors: body.errors ?? [], stale: Boolean(current) };
  }

  #submission(candidate, ticked) {
    const decisions = this.#text.purposes.map(({ key }) => [key, ticked.includes(key)]);
    const content = {
      served: this.#text.served,
      candidate,
      decisions: Object.fromEntries(decisions),
      page_url: location.href.split("#")[0],
      widget_version: BUILD.version,
    };
    const fingerprint = JSON.stringify(content);
    if (this.#sent.fingerprint !== fingerprint) this.#sent = { fingerprint, id: uuid() };
    return { ...content, submission_id: this.#sent.id };
  }

  #replaced(text) {
    this.#show(text);
    this.#decided([]);
    this.#parts.note.textContent = this.#t("changed");
    this.#parts.title.focus();
  }

  #recorded({ box, receipt: place, languages }, answer) {
    const { consent_id: consentId, receipt, recorded_at: recordedAt } = answer;
    const format = new Intl.DateTimeFormat(this.#strings.locale, { dateStyle: "long", timeStyle: "short" });
    const when = format.format(new Date(recordedAt));
    const t = (key, value) => this.#t(key, value);
    box.hidden = true;
    // What was agreed to stays on show as it was read.
    languages.replaceChildren();
    place.replaceChildren(drawReceipt({ t, when, ...answer, inForm: Boolean(this.#form) }));
    this.#dispatch("consent-given", { consentId, receipt, recordedAt });
    if (this.#form) this.#proceed(receipt);
    else place.querySelector("h3").focus();
  }

  #notRecorded({ box, receipt }, status, body) {
    box.hidden = false;
    receipt.replaceChildren();
    this.#dispatchError(status, body);
  }

  /** Lets the host's form go on, the way the candidate had started it. */
  #proceed(value) {
    this.#internals.setFormValue(value);
    this.#settled = JSON.stringify(this.#applicant());
    this.#requestSubmit();
  }

  #requestSubmit() {
    const form = this.#form;
    form.requestSubmit(this.#submitter?.form === form ? this.#submitter : null);
  }

  #point(name, message) {
    const field = this.#hostField(name);
    field.setCustomValidity?.(message);
    field.reportValidity?.();
    field.addEventListener?.("input", () => field.setCustomValidity(""), { once: true });
  }

  #dispatchError(status, { type = "about:blank", title = "The server could not be reached" }) {
    this.#dispatch("consent-error", { type, title, status });
  }

  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

const isSameText = (one, other) =>
  one.text_version_id === other.text_version_id && one.language === other.language;

const trimmed = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.trim()]));

if (!customElements.get("candidate-consent")) customElements.define("candidate-consent", CandidateConsent);
