// Keys of the staff's desk: a letter presses or enters what bears it in `data-key`; `/` goes to the search.
// While somebody types only Ctrl+Enter counts. The desk works the same without it.
"use strict";

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (!sends && (typing || event.ctrlKey || event.metaKey || event.key === "Enter")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("textarea, select, input:not([type=radio])")) target.focus();
  else target.click();
});
