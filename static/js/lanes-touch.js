/* A finger moves an entry, too: hold it still for half a second, then it follows. Whoever swipes before scrolls as ever. */
const STILL = 500;
const SLACK = 10;
const box = document.querySelector("[data-live=lanes]");
let waiting;
let lifted = false;

function forget() {
  clearTimeout(waiting?.timer);
  waiting = undefined;
}

/* `lift(down, entry)` is called once the finger has stayed; until it leaves, the page does not scroll. */
export function hold(down, entry, lift) {
  forget();
  if (!down.isPrimary) return;
  const timer = setTimeout(() => {
    waiting = undefined;
    lifted = true;
    entry.classList.add("is-dragging");
    navigator.vibrate?.(20);
    lift(down, entry);
  }, STILL);
  waiting = { timer, x: down.clientX, y: down.clientY };
}

addEventListener("pointermove", (event) => {
  if (waiting && Math.hypot(event.clientX - waiting.x, event.clientY - waiting.y) > SLACK) forget();
});
for (const name of ["pointerup", "pointercancel"])
  addEventListener(name, () => {
    forget();
    lifted = false;
  });
// Known before a finger comes down: a listener added later could not keep the page still.
box.addEventListener("touchmove", (event) => lifted && event.cancelable && event.preventDefault(), { passive: false });
box.addEventListener("contextmenu", (event) => (lifted || waiting) && event.preventDefault());
