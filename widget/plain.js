/**
 * The form without WebAssembly. Drawn as soon as the text is there, asleep, so that every question
 * can be read at once and nothing moves when the Leptos form takes its place; woken up where that
 * one cannot run. Same markup and same methods as the `View` of `src/lib.rs`.
 */
class PlainView {
  #parent;
  #host;
  #form;
  #sending = false;

  constructor(parent, host) {
    this.#parent = parent;
    this.#host = host;
    this.replace();
    this.#form.inert = true;
  }

  wake() {
    this.#form.inert = false;
  }

  free() {
    this.#form.remove();
  }

  replace() {
    const form = this.#draw();
    const typed = { name: this.#value("name"), email: this.#value("email") };
    form.inert = this.#form?.inert;
    this.#form?.remove();
    this.#form = form;
    this.#parent.append(form);
    for (const [id, value] of Object.entries(typed)) {
      const input = this.#input(id);
      if (input) input.value = value;
    }
  }

  async submit() {
    const ticked = this.#ticked();
    if (this.#sending) return;
    if (this.#isNeedless(ticked)) return this.#host.proceed();
    if (!this.#form.reportValidity()) return;
    if (!ticked.length) return this.#say("none_ticked");
    this.#sending = true;
    this.#say();
    const { status, errors, stale } = await this.#host.send(this.#value("name"), this.#value("email"), ticked);
    this.#sending = false;
    if (status === 422) this.#mark(errors);
    else if (status > 201 && !stale) this.#say(this.#failure(status));
    else if (!status) this.#say("offline");
    else this.#say();
  }

  #draw() {
    const { t, purposes, asksName, asksEmail } = this.#host;
    return el(
      "form",
      { submit: (event) => this.#pressed(event), input: (event) => this.#entered(event) },
      el(
        "fieldset",
        {},
        asksName ? this.#field("name", "text") : null,
        asksEmail ? this.#field("email", "email") : null,
        el(
          "fieldset",
          { class: "purposes" },
          el("legend", {}, t("purposes")),
          el("p", { class: "help" }, t("purposes_help")),
          ...purposes.map((purpose, index) => this.#choice(purpose, index)),
        ),
      ),
      el("p", { id: "notice", class: "notice", role: "status", tabindex: -1 }),
      el("button", { class: "main", type: "submit", hidden: this.#host.inForm }, t("submit")),
    );
  }

  #field(id, type) {
    return el(
      "div",
      { class: "field" },
      el("label", { for: id }, this.#host.t(id)),
      el("input", { id, type, autocomplete: id, required: true }),
      el("p", { class: "error" }),
    );
  }

  #choice(purpose, index) {
    const { t, validity } = this.#host;
    return el(
      "div",
      { class: "purpose" },
      el("input", {
        id: index,
        type: "checkbox",
        required: purpose.required,
        "aria-describedby": `${index}-about`,
      }),
      el(
        "label",
        { for: index },
        purpose.label,
        el("span", { class: "required" }, purpose.required ? t("required") : ""),
      ),
      el(
        "div",
        { class: "about", id: `${index}-about` },
        el("p", {}, purpose.description),
        el("p", { class: "help" }, validity(purpose.validity_months)),
        el("p", { class: "error" }),
      ),
    );
  }

  #input(id) {
    return this.#form?.querySelector(`[id="${id}"]`);
  }

  #value(id) {
    return this.#input(id)?.value ?? "";
  }

  #ticked() {
    return this.#host.purposes.filter((_, index) => this.#input(index).checked).map(({ key }) => key);
  }

  #isNeedless(ticked) {
    const { inForm, purposes } = this.#host;
    return inForm && !ticked.length && !purposes.some(({ required }) => required);
  }

  #pressed(event) {
    event.preventDefault();
    if (this.#host.inForm) this.#host.requestSubmit();
    else this.submit();
  }

  #entered(event) {
    event.target.setCustomValidity("");
    this.#host.decided(this.#ticked());
  }

  /** The failures of `src/state.rs`. */
  #failure(status) {
    return { 403: "forbidden", 429: "busy" }[status] ?? (status < 500 ? "rejected" : "server");
  }

  #mark(errors) {
    const ours = errors.find(({ field }) => /^candidate\.(name|email)$/.test(field));
    if (!ours) return this.#say("rejected");
    const id = ours.field.slice("candidate.".length);
    const message = this.#host.t(`${id}_${ours.code}`);
    this.#say("fix");
    if (!this.#input(id)) return this.#host.point(id, message);
    this.#input(id).setCustomValidity(message);
    this.#form.reportValidity();
  }

  /** Shows a message, or what the button does when there is none. */
  #say(key) {
    const notice = this.#form.querySelector(".notice");
    const button = this.#form.querySelector(".main");
    const retry = key && !["none_ticked", "fix", "rejected"].includes(key);
    notice.textContent = key ? this.#host.t(key) : "";
    button.textContent = this.#host.t(this.#sending ? "sending" : retry ? "retry" : "submit");
    button.hidden = this.#host.inForm && !retry;
    if (key) notice.focus();
  }
}
