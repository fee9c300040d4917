/* The camera at the door: reads picture codes and opens the guest's page. Where the browser cannot read them nothing
   shows: the phone's own camera does the same. */
const box = document.querySelector("[data-camera]");
const EVERY = 250;
const SAME = 5000; // who was just written down may still stand before the camera: not read twice at once
const LAST = "wok-camera-last";

async function reader() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return null;
  const known = await BarcodeDetector.getSupportedFormats();
  return known.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

async function read(detector, video) {
  try {
    const [code] = await detector.detect(video);
    const isSame = sessionStorage.getItem(LAST) === code?.rawValue && performance.now() < SAME;
    if (code?.rawValue && !isSame) {
      sessionStorage.setItem(LAST, code.rawValue);
      for (const track of video.srcObject.getTracks()) track.stop();
      location.assign(`${box.dataset.camera}?on=1&code=${encodeURIComponent(code.rawValue.slice(0, 200))}`);
      return;
    }
  } catch {
    // a frame that could not be read: the next one may be
  }
  setTimeout(read, EVERY, detector, video);
}

async function start(detector) {
  const video = box.querySelector("video");
  const said = box.querySelector("[data-camera-said]");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
  } catch {
    said.textContent = said.dataset.refused;
    return;
  }
  video.hidden = false;
  box.querySelector("[data-camera-start]").hidden = true;
  said.textContent = said.dataset.looking;
  read(detector, video);
}

const detector = box && (await reader().catch(() => null));
if (detector) {
  box.hidden = false;
  box.querySelector("[data-camera-start]").addEventListener("click", () => start(detector));
  if ("cameraOn" in box.dataset) start(detector);
}
