/* The queue keeps itself current: one small question every few seconds; only when something changed the page is
   read again and its [data-live] parts are replaced. Without scripts the page loads itself again. */
const source = document.querySelector("[data-queue]");
const EVERY = 8000;
const LATE = 60000;
let stamp = source?.dataset.stamp;
let heard = Date.now();

function isTyping(part) {
  const at = document.activeElement;
  return part.contains(at) && at.matches("input, textarea, select") || part.querySelector("details[open] textarea") !== null;
}

function remember(part) {
  const opened = [...part.querySelectorAll("details[open]")].map((one) => one.id);
  const at = document.activeElement;
  const focused = part.contains(at) ? [...part.querySelectorAll("a, button, summary")].indexOf(at) : -1;
  return () => {
    for (const id of opened.filter(Boolean)) part.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    if (focused >= 0) part.querySelectorAll("a, button, summary")[focused]?.focus();
  };
}

function show(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || isTyping(part) || next.innerHTML === part.innerHTML) continue;
    const restore = remember(part);
    const isCalled = next.dataset.state === "called" && part.dataset.state !== "called";
    if (next.dataset.state) part.dataset.state = next.dataset.state;
    part.innerHTML = next.innerHTML;
    restore();
    if (isCalled) navigator.vibrate?.([300, 100, 300]);
  }
  document.title = fresh.title;
}

function say(isFresh) {
  for (const one of document.querySelectorAll("[data-stale]")) {
    const at = one.querySelector("[data-as-of]");
    if (at) at.innerHTML = document.querySelector("[data-live] [data-as-of]")?.innerHTML ?? at.innerHTML;
    one.hidden = isFresh;
  }
}

async function ask() {
  const answer = await fetch(source.dataset.queue, { headers: { "If-None-Match": `"${stamp}"` }, cache: "no-store" });
  if (answer.status === 200) {
    const page = await fetch(location.href, { cache: "no-store" });
    if (!page.ok) throw new Error(page.status);
    show(new DOMParser().parseFromString(await page.text(), "text/html"));
    stamp = (await answer.json()).stamp;
  } else if (answer.status !== 304) throw new Error(answer.status);
  heard = Date.now();
  say(true);
}

async function keep() {
  try {
    if (!document.hidden) await ask();
  } catch {
    if (Date.now() - heard > LATE) say(false);
  }
  setTimeout(keep, EVERY + Math.random() * 2000); // phones that came together do not ask together
}

if (source) {
  setTimeout(keep, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || ask().catch(() => say(Date.now() - heard <= LATE)));
}
