/* Copy: puts an address on the clipboard and says so; without scripts the text can be selected by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // old phones, and pages without https
    }
    said.textContent = button.dataset.copied;
    button.classList.add("button-done");
  });
}
