// “Use my location”: on a press only, rounded to about a hundred meters, sent once and kept nowhere.
(() => {
  "use strict";
  const button = document.querySelector("[data-locate]");
  const form = button?.closest("form");
  if (!form || !navigator.geolocation || !window.isSecureContext) return;
  const said = form.querySelector("[data-locate-said]");
  const hidden = (name, value) => {
    const input = form.querySelector(`input[name=${name}]`) || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    input.value = value;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        hidden("lat", coords.latitude.toFixed(3));
        hidden("lon", coords.longitude.toFixed(3));
        form.elements.zip.value = form.elements.address.value = "";
        form.requestSubmit();
      },
      () => { said.textContent = button.dataset.failed; },
      { timeout: 15000, maximumAge: 600000 },
    );
  });
})();
