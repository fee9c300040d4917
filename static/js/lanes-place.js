/* Where an entry stands in its lane: minutes of the day read from, and written as, the classes h9 m20 to-h10 to-m0. */
const PARTS = /^(h|m|to-h|to-m)\d+$/;
const STATES = ["dragging", "resizing", "refused", "undone", "clash"];

export function place(entry) {
  const found = { h: 0, m: 0, "to-h": 0, "to-m": 0 };
  for (const name of entry.classList) {
    const part = PARTS.exec(name);
    if (part) found[part[1]] = Number(name.slice(part[1].length));
  }
  return { start: found.h * 60 + found.m, end: found["to-h"] * 60 + found["to-m"] };
}

export function minutes(start, end) {
  const low = Math.max(0, start);
  const length = end - start;
  const last = Math.min(24 * 60, low + length);
  return { start: last - length, end: last };
}

export function draw(entry, at, state) {
  for (const name of [...entry.classList]) if (PARTS.test(name)) entry.classList.remove(name);
  for (const one of STATES) entry.classList.remove(`is-${one}`);
  entry.classList.add(`h${Math.floor(at.start / 60)}`, `m${at.start % 60}`, `to-h${Math.floor(at.end / 60)}`, `to-m${at.end % 60}`);
  if (state) entry.classList.add(`is-${state}`);
  const time = entry.querySelector("time");
  const both = [at.start, at.end];
  if (time) time.textContent = time.textContent.replace(/\d{1,2}:\d\d/g, (old) => (both.length ? text(both.shift()) : old));
}

export function clash(entry) {
  const at = place(entry);
  return [...entry.parentElement.querySelectorAll(".lane-entry")].some((one) => {
    const other = place(one);
    return one !== entry && at.start < other.end && other.start < at.end;
  });
}

export function text(minute) {
  return `${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, "0")}`;
}

/* Height of one minute of this lane, in pixels. */
export function box(lane) {
  const hours = [...lane.closest(".lanes").classList].reduce((found, name) => {
    const part = /^(first|last)-(\d+)$/.exec(name);
    return part ? { ...found, [part[1]]: Number(part[2]) } : found;
  }, {});
  return lane.getBoundingClientRect().height / ((hours.last - hours.first) * 60);
}

/* A finger that stays half a second lifts an entry; a swipe scrolls, and cancels its pointer. */
let timer;
let lifted;

export function hold(down, entry, lift) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    lifted = true;
    draw(entry, place(entry), "dragging");
    lift(down, entry);
  }, 500);
}

for (const name of ["pointerup", "pointercancel"])
  addEventListener(name, () => {
    clearTimeout(timer);
    lifted = false;
  });
for (const name of ["touchmove", "contextmenu"])
  document.querySelector("[data-live=lanes]").addEventListener(name, (event) => lifted && event.preventDefault(), { passive: false });
