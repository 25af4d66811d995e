// Lets a form be answered with a passkey. The form stays hidden without this script, and in browsers
// that have no passkeys: there is always another way beside it.

const passkeys =
  globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON &&
  globalThis.PublicKeyCredential.parseRequestOptionsFromJSON;

function start() {
  for (const form of passkeys ? document.querySelectorAll("form[data-passkey]") : []) {
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
    const { publicKey } = await options(form);
    const credential = await (form.dataset.passkey === "create"
      ? navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
        })
      : navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
        }));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (cause) {
    problem.textContent = cause instanceof Refused ? cause.message : problem.dataset.problem;
    problem.hidden = false;
  }
}

class Refused extends Error {}

async function options(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Refused(body.message);
  return body;
}
