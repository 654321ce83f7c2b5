/* Small comforts, kept in this browser only: shortlist, what was looked at lately, copying and sharing.
   Every page works the same without it. */
(() => {
  "use strict";
  const MOST = 20;
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key) || "[]").filter((slug) => /^[a-z0-9]{8}$/.test(slug)); }
    catch { return []; }
  };
  const write = (key, slugs) => {
    try { localStorage.setItem(key, JSON.stringify(slugs.slice(-MOST))); } catch { /* private browsing keeps nothing */ }
  };
  const query = (slugs) => slugs.map((slug) => `s=${slug}`).join("&");
  const one = (name) => document.querySelector(`[data-${name}]`);

  /* A page that shows a kept list: what the server no longer shows is forgotten here too */
  const list = one("kept");
  if (list) {
    const key = list.dataset.kept;
    const shown = list.dataset.slugs.split(" ").filter(Boolean);
    if (location.search) write(key, key === "recent" ? shown.reverse() : shown);
    else if (read(key).length) location.replace(`?${query(key === "recent" ? read(key).reverse() : read(key))}`);
    const forget = one("forget");
    if (forget) {
      forget.hidden = false;
      forget.addEventListener("click", () => { write(key, []); location.replace(location.pathname); });
    }
  }

  const add = one("shortlist-add");
  if (add) {
    const slug = add.dataset.shortlistAdd;
    const others = (key) => read(key).filter((kept) => kept !== slug);
    add.href = `${add.pathname}?${query([...others("shortlist").slice(-(MOST - 1)), slug])}`;
    write("recent", [...others("recent"), slug]);
  }
  const recent = one("recent");
  if (recent) recent.hidden = !read("recent").length;

  /* Back to the search that led here */
  const back = one("back");
  if (back) {
    try {
      const from = new URL(document.referrer || location.href);
      if (from.origin === location.origin && from.pathname === back.pathname) sessionStorage.setItem("results", from.search);
      const search = sessionStorage.getItem("results");
      if (search) {
        back.search = search;
        back.textContent = back.dataset.back;
      }
    } catch { /* the link leads to all listings */ }
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const said = button.nextElementSibling;
    button.hidden = false;
    said.textContent = "";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
      said.textContent = button.dataset.copied;
    });
  }

  for (const link of document.querySelectorAll("[data-share]")) {
    if (!navigator.share) break;
    link.textContent = link.dataset.share;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      navigator.share({ url: link.href }).catch(() => { /* closed without sharing */ });
    });
  }
})();
