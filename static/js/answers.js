/* Another language, text size or colour stays on the page with the answers kept: this tab holds them until the next page has them. */
const NAME = "answers";
const place = location.pathname.replace(/^\/[a-z]{2}(?=\/)/, "");
const left = new Set(["hidden", "password", "file", "submit", "button"]);

function fields() {
  return [...document.querySelectorAll("main form[method=post] [name]")].filter((field) => !left.has(field.type));
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function keep() {
  const values = fields().map((field) => [field.name, isTicked(field) ? `${field.value} ${field.checked}` : field.value]);
  sessionStorage.setItem(NAME, JSON.stringify({ place, values }));
}

function giveBack({ values }) {
  const found = fields();
  if (found.length !== values.length || found.some((field, at) => field.name !== values[at][0])) return;
  found.forEach((field, at) => {
    if (isTicked(field)) field.checked = values[at][1] === `${field.value} true`;
    else field.value = values[at][1];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
sessionStorage.removeItem(NAME);
if (kept?.place === place) giveBack(kept);
for (const link of document.querySelectorAll("a[lang][hreflang]")) link.addEventListener("click", keep);
for (const form of document.querySelectorAll("form[action*='/reading/']")) form.addEventListener("submit", keep);
