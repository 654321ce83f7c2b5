// Shows how far a letter night has come. Without it, the page has a link that does the same.
"use strict";

(() => {
  const EVERY = 2000; // milliseconds
  const look = async () => {
    const shown = document.getElementById("night");
    if (!shown || !("works" in shown.dataset)) return;
    try {
      const answer = await fetch(location.pathname);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("night");
      if (answer.ok && fresh && !shown.contains(document.activeElement)) shown.replaceWith(document.adoptNode(fresh));
    } catch { /* offline: ask again later */ }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
