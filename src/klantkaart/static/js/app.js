// Shortens the way for who has a script engine: keys, menus that close, one busy line. Every page works without it.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const first = (selector, within = document) => within.querySelector(selector);
  const visible = (element) => element.offsetParent !== null || element === document.activeElement;
  root.classList.add("js");
  all(".keys-open").forEach((button) => { button.hidden = false; });

  // -- keys (WCAG 2.1.4: keys of one letter can be switched off, per browser) ----------------------------------------
  const memory = {
    get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* private mode: this page only */ } },
  };
  let keysOn = memory.get("keys") !== "off";
  all("[data-keys]").forEach((box) => {
    box.checked = keysOn;
    box.addEventListener("change", () => { keysOn = box.checked; memory.set("keys", keysOn ? "on" : "off"); });
  });

  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const click = (selector) => { const found = all(selector).find(visible); if (found) found.click(); return Boolean(found); };
  const open = (id) => { const dialog = document.getElementById(id); if (dialog && !dialog.open) dialog.showModal(); };

  // Rows of the list one is looking at. The row is shown (class "at"), the focus is on its link, so Enter opens it.
  const rows = () => all("[data-rows] tbody tr, ul[data-rows] > li").filter(visible);
  const linkOf = (row) => first("a[href]", row);
  function move(step) {
    const list = rows();
    if (!list.length) return false;
    const now = list.findIndex((row) => row.contains(document.activeElement));
    const next = list[Math.min(list.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : list.length - 1) : now + step))];
    const link = linkOf(next);
    if (link) { link.focus(); next.scrollIntoView({ block: "nearest" }); }
    return Boolean(link);
  }
  document.addEventListener("focusin", (event) => {
    all(".at").forEach((row) => row.classList.remove("at"));
    const row = event.target.closest("[data-rows] tbody tr, ul[data-rows] > li, .results a");
    if (row) row.classList.add("at");
  });

  let waitingForPlace = 0;
  function letter(key) {
    if (waitingForPlace && Date.now() - waitingForPlace < 1500) {
      waitingForPlace = 0;
      const place = first(`[data-go="${CSS.escape(key)}"]`);
      if (place) { place.click(); return true; }
    }
    waitingForPlace = 0;
    if (key === "g") { waitingForPlace = Date.now(); return true; }
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    if (key === "?") { open("toetsen"); return true; }
    if (key === "/") { const field = first("[data-search]"); if (field) { field.focus(); field.select(); } return Boolean(field); }
    return /^[a-z]$/.test(key) && click(`[data-key="${key}"]`);
  }

  function arrows(event) {
    const list = event.target.closest(".search, .menu[open]");
    if (!list || !["ArrowDown", "ArrowUp"].includes(event.key)) return false;
    const items = all(".results a, .menu-item", list).filter(visible);
    if (!items.length) return false;
    const now = items.indexOf(document.activeElement);
    const to = event.key === "ArrowDown" ? now + 1 : now - 1;
    if (to < 0) (first("[data-search]", list) || first("summary", list)).focus();
    else (items[to] || items[items.length - 1]).focus();
    return true;
  }

  function escape(event) {
    const menu = first("details[data-menu][open]");
    if (menu) { menu.open = false; first("summary", menu).focus(); return true; }
    if (typing(event.target)) {
      if (event.target.matches("[data-search]")) { event.target.value = ""; all(".results").forEach((box) => { box.textContent = ""; }); }
      event.target.blur();
      return true;
    }
    if (event.target.closest(".results")) { first("[data-search]").focus(); return true; }
    return click(".toast [data-dismiss]");
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (arrows(event)) { event.preventDefault(); return; }
    if (first("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { escape(event); return; }
    if (keysOn && !typing(event.target) && letter(event.key)) event.preventDefault();
  });

  // -- clicks --------------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const opener = event.target.closest("[data-open]");
    if (opener) open(opener.dataset.open);
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest(".toast, .notice").remove();
    if (event.target.matches("dialog")) event.target.close();
    const print = event.target.closest("[data-print]");
    if (print) window.print();
    // A row is one target, but text in it can still be selected and other links in it still work.
    const row = event.target.closest("tr[data-href]");
    if (row && !event.target.closest("a, button, input, label, summary") && !String(getSelection())) {
      if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
      else location.assign(row.dataset.href);
    }
  });

  // Filters act when they change; the button beside them stays for who has no script.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });

  // -- busy: one line, shown by the stylesheet only after 300 ms; a form is sent once ---------------------------------
  const busy = (on) => { if (on) root.dataset.busy = ""; else delete root.dataset.busy; };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent && form.method === "post") { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (!form.hasAttribute("data-download")) busy(true);
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; }, form.hasAttribute("data-download") ? 1500 : 8000);
  });
  window.addEventListener("pageshow", () => {
    busy(false);
    all("[aria-busy]").forEach((element) => element.removeAttribute("aria-busy"));
    all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
  document.addEventListener("htmx:beforeRequest", () => busy(true));
  document.addEventListener("htmx:afterRequest", () => busy(false));
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => {
    const box = document.getElementById("toasts");
    const words = document.getElementById("mislukt");
    if (box && words) box.replaceChildren(words.content.cloneNode(true));
  }));

  // A refused form: say so at once, where the summary is.
  const refused = first("[data-focus]");
  if (refused) refused.focus();
})();
