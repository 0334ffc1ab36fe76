// Passkeys: shown only where the browser has them, and told when it did not work out. The rest is allauth's.
"use strict";
(() => {
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  if (window.PublicKeyCredential) each("[data-passkey]", (element) => { element.hidden = false; });
  else each("[data-no-passkey]", (element) => { element.hidden = false; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    each("[data-passkey-failed]", (element) => { element.hidden = false; element.focus(); });
  });
})();
