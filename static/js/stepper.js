/* Minus and plus beside a number field; without scripts it stays a number field. */
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const field = stepper.querySelector("input");
  const buttons = stepper.querySelectorAll("[data-step]");
  const limit = (name, otherwise) => (field[name] === "" ? otherwise : Number(field[name]));

  const mark = () => {
    for (const button of buttons) {
      const next = Number(field.value || 0) + Number(button.dataset.step);
      const beyond = next < limit("min", -Infinity) || next > limit("max", Infinity);
      button.setAttribute("aria-disabled", String(beyond));
    }
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const next = Number(field.value || 0) + Number(button.dataset.step);
      field.value = Math.min(limit("max", Infinity), Math.max(limit("min", -Infinity), next));
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  field.addEventListener("input", mark);
  mark();
}
