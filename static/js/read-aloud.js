/* Listen: reads the page aloud, sentence by sentence, with a voice of this device and in the page's language.
   Only local voices are used, so that no text leaves the device. Without one the button stays hidden. */
const start = document.querySelector("[data-listen]");
const stop = document.querySelector("[data-listen-stop]");
const speech = window.speechSynthesis;
const BLOCKS = "h1, h2, h3, p, li, dt, dd, caption, legend, label, th, td";
let queue = [];
let playing = 0;

function voiceFor(language) {
  const wanted = language.toLowerCase().split("-")[0];
  return speech.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === wanted);
}

function isRead(block) {
  return block.checkVisibility?.() !== false && !block.closest("[hidden], [aria-hidden='true'], nav, [data-not-read]") && !block.querySelector(BLOCKS);
}

function sentences(text, language) {
  const clean = text.replace(/\s+/g, " ").trim();
  if (!clean) return [];
  if (!window.Intl?.Segmenter) return clean.match(/[^.!?]+[.!?]*/g) ?? [clean];
  return [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(clean)].map((part) => part.segment);
}

function collect() {
  const parts = [];
  for (const block of document.querySelectorAll(`main :is(${BLOCKS})`)) {
    if (!isRead(block)) continue;
    const language = block.closest("[lang]").lang;
    for (const sentence of sentences(block.innerText, language)) parts.push({ block, sentence, language });
  }
  return parts;
}

function unmark() {
  document.querySelector(".speaking")?.classList.remove("speaking");
}

function end() {
  playing += 1;
  queue = [];
  speech.cancel();
  unmark();
  const hadFocus = document.activeElement === stop;
  stop.hidden = true;
  start.hidden = false;
  if (hadFocus) start.focus();
}

function next(turn) {
  if (turn !== playing) return;
  const part = queue.shift();
  if (!part) {
    end();
    return;
  }
  const voice = voiceFor(part.language);
  if (!voice) {
    next(turn); // a passage in a language this device cannot speak is left out, not mangled
    return;
  }
  if (!part.block.classList.contains("speaking")) {
    unmark();
    part.block.classList.add("speaking");
    part.block.scrollIntoView({ block: "nearest" });
  }
  const said = new SpeechSynthesisUtterance(part.sentence);
  said.voice = voice;
  said.lang = voice.lang;
  said.onend = () => next(turn);
  said.onerror = () => next(turn);
  speech.speak(said);
}

function offer() {
  const able = Boolean(voiceFor(document.documentElement.lang));
  if (stop.hidden) start.hidden = !able;
  for (const words of document.querySelectorAll("[data-listen-able]")) words.hidden = !able;
  for (const words of document.querySelectorAll("[data-listen-unable]")) words.hidden = able;
}

if (speech && start && stop) {
  start.addEventListener("click", () => {
    queue = collect();
    start.hidden = true;
    stop.hidden = false;
    stop.focus();
    playing += 1;
    next(playing);
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
