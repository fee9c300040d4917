/* Signing on the screen: a canvas that fills a hidden field; without scripts one signs on paper. */
for (const box of document.querySelectorAll("[data-signature]")) {
  const canvas = box.querySelector("canvas");
  const field = box.closest("form").querySelector("input[name=signature]");
  const pen = canvas.getContext("2d");
  box.hidden = false;

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  };
  const point = (event) => {
    const place = canvas.getBoundingClientRect();
    return [
      ((event.clientX - place.left) * canvas.width) / place.width,
      ((event.clientY - place.top) * canvas.height) / place.height,
    ];
  };

  pen.lineWidth = 4;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = "#000";
  clear();

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...point(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...point(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    field.value = canvas.toDataURL("image/png");
  });
  box.querySelector("[data-clear]").addEventListener("click", clear);
}
