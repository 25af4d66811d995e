// Lets a form be answered with a passkey (`data-passkey`), or confirmed by one where nothing was typed
// (`data-confirm`). The former stays hidden without this script, and in browsers that have no passkeys:
// there is always another way beside it.

const passkeys =
  globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON &&
  globalThis.PublicKeyCredential.parseRequestOptionsFromJSON;

function start() {
  for (const form of passkeys ? document.querySelectorAll("form[data-passkey], form[data-confirm]") : []) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}

// From the cache, the script comes before the form.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();

async function answer(form) {
  const problem = form.querySelector("[data-problem]");
  problem.hidden = true;
  try {
    if (form.dataset.confirm) {
      const { confirmation, current } = form.elements;
      confirmation.value = current.value ? "" : await sign(form, form.dataset.confirm);
    }
    if (form.dataset.passkey) form.elements.credential.value = await credential(form);
    form.submit();
  } catch (cause) {
    problem.textContent = cause instanceof Refused ? cause.message : problem.dataset.problem;
    problem.hidden = false;
  }
}

class Refused extends Error {}

function credential(form) {
  const url = form.dataset.options;
  return form.dataset.passkey === "create" ? make(form, url) : sign(form, url);
}

async function make(form, url) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await ask(form, url));
  return JSON.stringify(await navigator.credentials.create({ publicKey: options }));
}

async function sign(form, url) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await ask(form, url));
  return JSON.stringify(await navigator.credentials.get({ publicKey: options }));
}

async function ask(form, url) {
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Refused(body.message);
  return body.publicKey;
}
