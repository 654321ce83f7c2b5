// Counts words while somebody writes, and asks before a page with unsent words is left.
// The desk works the same without it.
"use strict";

const body = document.getElementById("id_body");
const words = document.querySelector("[data-words]");

if (body && words) {
  const label = document.documentElement.lang.startsWith("es") ? "palabras" : "words";
  const count = () => {
    words.textContent = `${(body.value.match(/\S+/gu) || []).length} ${label}`;
  };
  words.hidden = false;
  count();
  body.addEventListener("input", count);

  let touched = false;
  const form = body.form;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", (event) => {
    const target = event.submitter && event.submitter.formTarget;
    if (target !== "_blank") touched = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });
}
