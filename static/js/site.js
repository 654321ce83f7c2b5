/* Keeps the shortlist in this browser only. Without it the list lives in the address alone. */
(() => {
  "use strict";
  const KEY = "shortlist";
  const MOST = 20;
  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY) || "[]").filter((slug) => /^[a-z0-9]{8}$/.test(slug)); }
    catch { return []; }
  };
  const write = (slugs) => {
    try { localStorage.setItem(KEY, JSON.stringify(slugs)); } catch { /* private browsing keeps nothing */ }
  };
  const query = (slugs) => slugs.map((slug) => `s=${slug}`).join("&");

  const list = document.querySelector("[data-shortlist]");
  if (list) {
    if (location.search) {
      write(list.dataset.shortlist.split(" ").filter(Boolean));
    } else if (read().length) {
      location.replace(`${location.pathname}?${query(read())}`);
    }
  }
  const add = document.querySelector("[data-shortlist-add]");
  if (add) {
    const slugs = read().filter((slug) => slug !== add.dataset.shortlistAdd).slice(-(MOST - 1));
    add.href = `${add.pathname}?${query([...slugs, add.dataset.shortlistAdd])}`;
  }
})();
