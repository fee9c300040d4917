/* One press is one booking: a sent form waits, its button says so, and a second press does nothing. */
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button?.dataset.sending) {
      button.dataset.rest = button.innerHTML;
      button.setAttribute("aria-busy", "true");
      button.textContent = button.dataset.sending;
    }
  });
}

// Coming back with the browser's own button finds the form ready again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      button.innerHTML = button.dataset.rest;
    }
  }
});
