// The writing desk, safer and quicker: counts words, keeps what is typed in this browser, checks while somebody types.
// The desk works the same without it.
"use strict";

(() => {
  const DAY = 86400000;
  const KEPT_DAYS = 30;
  const KEEP_AFTER = 400; // ms without a key
  const CHECK_AFTER = 1500;
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "letter", "finding", "print_anyway", "action", "photo", "photo_words", "photo_drop"]);

  const form = document.querySelector("[data-desk]");
  const body = document.getElementById("id_body");
  if (!form || !body) return;

  /* Words */
  const words = document.querySelector("[data-words]");
  const label = document.documentElement.lang.startsWith("es") ? "palabras" : "words";
  const count = () => {
    words.textContent = `${(body.value.match(/\S+/gu) || []).length} ${label}`;
  };
  words.hidden = false;
  count();

  /* What is typed, in this browser only */
  const PREFIX = "desk:";
  const KEY = PREFIX + form.dataset.desk;
  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
  };
  const fields = () => [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
  const put = (kept) => {
    const values = new Map();
    for (const [name, value] of kept) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || NOT_KEPT.has(field.name) || ["submit", "button", "file"].includes(field.type)) continue;
      const given = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else field.value = given[0] ?? "";
    }
    count();
  };
  for (const key of store.keys()) {
    const kept = store.read(key);
    if (!kept || Date.now() - kept.at > KEPT_DAYS * DAY) store.drop(key);
  }

  const bodyOf = (kept) => (kept.fields.find(([name]) => name === "body") || ["", ""])[1];
  const old = store.read(KEY);
  const offer = document.querySelector("[data-offer]");
  const isNews = old && bodyOf(old).trim() && bodyOf(old) !== body.value;
  if (isNews && form.dataset.kept && old.at < Number(form.dataset.kept) * 1000) store.drop(KEY);
  else if (isNews && !form.dataset.sent) {
    // Until the question is answered, the older words wait beside the new ones.
    store.write(`${KEY}:older`, old);
  }
  const waiting = store.read(`${KEY}:older`);
  if (waiting && bodyOf(waiting) === body.value) store.drop(`${KEY}:older`);
  else if (waiting) {
    document.querySelector("[data-offer-words]").textContent = `“${bodyOf(waiting).trim().slice(0, 60)}…”`;
    offer.hidden = false;
    const answered = () => {
      offer.hidden = true;
      store.drop(`${KEY}:older`);
      body.focus();
    };
    offer.querySelector("[data-offer-take]").addEventListener("click", () => {
      put(waiting.fields);
      answered();
      changed();
    });
    offer.querySelector("[data-offer-drop]").addEventListener("click", answered);
  }

  const local = document.querySelector("[data-local]");
  const wish = local.querySelector("[data-local-keep]");
  const drop = local.querySelector("[data-local-drop]");
  const OFF = "desk-off";
  let touched = false;
  let isSafe = true;
  const forget = () => {
    store.drop(KEY);
    store.drop(`${KEY}:older`);
    drop.hidden = true;
    offer.hidden = true;
  };
  const keep = () => {
    if (touched) isSafe = wish.checked && store.write(KEY, { at: Date.now(), fields: fields() });
    drop.hidden = !store.read(KEY);
  };
  drop.addEventListener("click", () => {
    touched = false;
    forget();
  });
  wish.addEventListener("change", () => {
    if (wish.checked) store.drop(OFF);
    else {
      store.write(OFF, true);
      forget();
    }
  });
  wish.checked = !store.read(OFF);
  local.hidden = false;
  drop.hidden = !store.read(KEY);

  /* The check while somebody types */
  const said = document.querySelector("[data-said]");
  let asking = null;
  const check = async () => {
    const panel = document.getElementById("desk-check");
    if (!body.value.trim() || panel.contains(document.activeElement)) return;
    asking?.abort();
    asking = new AbortController();
    const sent = new FormData(form);
    sent.set("action", "live");
    // Their number is enough.
    const files = form.elements.new_photos.files.length;
    sent.set("photo_count", sent.getAll("photo").length - sent.getAll("photo_drop").length + files);
    sent.delete("photo");
    sent.delete("new_photos");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent, signal: asking.signal });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("desk-check");
      if (!fresh || panel.contains(document.activeElement)) return;
      panel.replaceWith(document.adoptNode(fresh));
      said.textContent = fresh.querySelector(".tag")?.textContent || "";
      const pages = fresh.querySelector("[data-pages]");
      if (pages) document.querySelector("#count span").textContent = pages.textContent;
    } catch { /* offline, or a newer check is on its way: the button is still there */ }
  };

  let keepTimer = 0;
  let checkTimer = 0;
  function changed() {
    touched = true;
    count();
    clearTimeout(keepTimer);
    clearTimeout(checkTimer);
    keepTimer = setTimeout(keep, KEEP_AFTER);
    checkTimer = setTimeout(check, CHECK_AFTER);
  }
  form.addEventListener("input", changed);
  addEventListener("pagehide", keep);

  /* A first sentence, put in where the cursor stands */
  for (const button of document.querySelectorAll("[data-opener]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const sentence = button.parentElement.querySelector("[data-opener-words]").textContent;
      body.setRangeText(body.value.trim() ? ` ${sentence}` : sentence, body.selectionStart, body.selectionEnd, "end");
      body.focus();
      changed();
    });
  }

  /* Too many photos: told before they travel */
  const chosen = form.elements.new_photos;
  const { most, tooMany } = chosen.dataset;
  chosen.onchange = () => {
    chosen.setCustomValidity(chosen.files.length > most ? tooMany : "");
    chosen.reportValidity();
  };

  /* Where nothing is kept, ask before words are lost */
  form.addEventListener("submit", (event) => {
    if (!chosen.reportValidity()) return event.preventDefault();
    keep();
    if (event.submitter?.formTarget !== "_blank") touched = false;
  });
  addEventListener("beforeunload", (event) => {
    if (touched && !isSafe) event.preventDefault();
  });
})();
