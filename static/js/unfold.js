/* What an address names is shown, however many parts of the page it is folded into; newer browsers do so by themselves. */
const unfold = () => {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const shut = [];
  for (let part = named?.closest("details"); part; part = part.parentElement.closest("details")) if (!part.open) shut.push(part);
  for (const part of shut) part.open = true;
  if (shut.length) named.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
