/* A day's lanes: an entry follows the pointer, or Alt and the arrows; what is let go is posted to the same view as the
   form behind it. A refused move jumps back and says why. */
const main = document.querySelector("[data-mover]");
const { box, clash, draw, hold, minutes, place, text } = await import(main.dataset.place);
const says = document.querySelector("[data-mover-says]");
const STEP = 5;
let [busy, dropped] = [false, false];
let held;
let timer;

function say(words) {
  says.textContent = words;
}

function said(entry, at) {
  const moving = says.dataset.moving.replace("{name}", entry.dataset.name).replace("{from}", text(at.start)).replace("{to}", text(at.end));
  return `${moving}. ${clash(entry) ? says.dataset.clash : entry.dataset.told}`;
}

function takes(lane, entry) {
  const key = lane.querySelector("[data-lane]")?.dataset.lane; // rooms take uses, colleagues take meetings
  return key && entry.dataset.who && /^room/.test(key) === /^room/.test(entry.dataset.who);
}

function show(entry, at, state) {
  draw(entry, at, state);
  entry.classList.toggle("is-clash", clash(entry));
  return at;
}

function back(entry, from, words, form) {
  from.next ? from.next.before(entry) : from.lane.append(entry);
  draw(entry, from.at, "refused");
  entry.classList.remove("is-clash");
  entry.querySelector("a").focus();
  const told = document.createElement("p");
  told.className = "notice tone-error lane-said";
  told.append(words);
  if (form) {
    const link = Object.assign(document.createElement("a"), { href: form, textContent: says.dataset.open });
    told.append(" ", link);
  }
  document.querySelector(".lane-said")?.remove();
  document.querySelector("[data-live=lanes]").before(told);
  say(words);
}

async function refresh(id, words) {
  const page = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
  const top = document.querySelector("main");
  const old = [...top.children].filter((one) => one.matches("[role=status]:not([data-mover-says]), .lane-said"));
  const fresh = page.querySelector("main > [role=status]:not([data-mover-says])");
  old.forEach((one) => one.remove());
  if (fresh) top.prepend(fresh);
  const at = document.activeElement?.closest("[data-move]")?.id ?? id; // whoever went on to another entry stays there
  document.querySelector("[data-live=lanes]").innerHTML = page.querySelector("[data-live=lanes]").innerHTML;
  document.getElementById(at)?.querySelector("a").focus();
  say(words);
}

async function send(entry, from) {
  clearTimeout(timer);
  const at = place(entry);
  const lane = entry.parentElement;
  if (at.start === from.at.start && at.end === from.at.end && lane === from.lane) return draw(entry, at);
  busy = true;
  const fields = new FormData(main);
  fields.set("version", entry.dataset.move);
  fields.set("day", main.dataset.day);
  fields.set("starts", text(at.start));
  fields.set("ends", text(at.end));
  if (takes(lane, entry)) fields.set("colleague", lane.querySelector("[data-lane]").dataset.lane);
  try {
    const answer = await fetch(entry.querySelector("a").href, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) await refresh(entry.id, told.said);
    else back(entry, from, told.said, told.form);
  } catch {
    back(entry, from, says.dataset.lost);
  }
  busy = false;
}

const beginning = (entry) => ({ at: place(entry), lane: entry.parentElement, next: entry.nextElementSibling });

function drag(down, entry) {
  const from = beginning(entry);
  const over = new AbortController();
  const isResize = down.clientY > entry.getBoundingClientRect().bottom - 8;
  let moved = false;
  let at = from.at;
  function move(event) {
    const by = Math.round((event.clientY - down.clientY) / box(from.lane) / STEP) * STEP;
    const under = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches?.("ul.lane-grid"));
    moved ||= Math.abs(event.clientY - down.clientY) > 4 || Math.abs(event.clientX - down.clientX) > 12;
    if (!moved) return;
    if (!isResize && under && under !== entry.parentElement && takes(under, entry)) under.append(entry);
    at = isResize ? minutes(from.at.start, Math.max(from.at.start + STEP, from.at.end + by)) : minutes(from.at.start + by, from.at.end + by);
    say(said(entry, show(entry, at, isResize ? "resizing" : "dragging")));
  }
  function stop(event) {
    over.abort();
    if (!moved) return draw(entry, from.at);
    dropped = true; // the click that follows is not meant for the link
    setTimeout(() => (dropped = false), 50);
    if (event.type === "pointercancel") back(entry, from, "");
    else send(entry, from);
  }
  for (const [name, what] of [["pointermove", move], ["pointerup", stop], ["pointercancel", stop]]) addEventListener(name, what, over);
}

function press(event, entry) {
  const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
  const side = { ArrowLeft: "previousElementSibling", ArrowRight: "nextElementSibling" }[event.key];
  if (!event.altKey || (!by && !side) || busy) return;
  event.preventDefault();
  if (held && held.entry !== entry) return letGo();
  held ??= { entry, ...beginning(entry) };
  const at = place(entry);
  if (side) {
    let lane = entry.closest(".lane")[side];
    while (lane && !takes(lane, entry)) lane = lane[side];
    if (lane) lane.querySelector(".lane-grid").append(entry);
  } else if (event.shiftKey) show(entry, minutes(at.start, Math.max(at.start + STEP, at.end + by)), "resizing");
  else show(entry, minutes(at.start + by, at.end + by), "dragging");
  entry.classList.toggle("is-clash", clash(entry));
  entry.querySelector("a").focus();
  say(said(entry, place(entry)));
  clearTimeout(timer);
  timer = setTimeout(letGo, 900); // several presses are one move
}

function letGo() {
  const from = held;
  held = undefined;
  if (from) send(from.entry, from);
}

document.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest?.("[data-move]");
  if (!entry || event.button !== 0 || busy || !matchMedia("(min-width: 48em)").matches) return;
  event.pointerType === "touch" ? hold(event, entry, drag) : drag(event, entry);
});
document.addEventListener("click", (event) => dropped && event.preventDefault(), true);
document.addEventListener("dragstart", (event) => event.target.closest?.("[data-move]") && event.preventDefault());
document.addEventListener("keydown", (event) => {
  const entry = event.target.closest?.("[data-move]");
  if (entry) press(event, entry);
});
