// Passkeys: shown where the browser has them, and a plain word when one was refused.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (window.PublicKeyCredential) all("[data-passkey]").forEach((part) => { part.hidden = false; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    all("[data-passkey-failed]").forEach((part) => { part.hidden = false; });
  });
})();
