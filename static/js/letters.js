// A chosen file is measured on this device and compared with what the page lists. It is sent nowhere.
(() => {
  "use strict";
  const part = document.querySelector("[data-measure]");
  if (!part || !window.isSecureContext || !crypto.subtle) return;
  const input = part.querySelector("input[type=file]");
  const answer = document.querySelector("[data-answer]");
  const known = [...document.querySelectorAll("[data-sha256]")];
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const say = (text, tone, sha256 = "") => {
    const note = document.createElement("div");
    note.className = `note ${tone}`;
    const words = note.appendChild(document.createElement("p")).appendChild(document.createElement("b"));
    words.textContent = text;
    if (sha256) note.appendChild(document.createElement("p")).appendChild(document.createElement("code")).textContent = sha256;
    answer.replaceChildren(note);
  };
  let turn = 0;
  const measure = async (file) => {
    const mine = ++turn;
    say(part.dataset.busy, "");
    known.forEach((line) => line.classList.remove("found"));
    try {
      const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      if (mine !== turn) return;
      document.getElementById("sha256").value = sha256;
      const line = known.find((each) => each.dataset.sha256 === sha256);
      line?.classList.add("found");
      say(line ? part.dataset.known.replace("%s", () => line.dataset.file) : part.dataset.unknown, line ? "good" : "bad", sha256);
    } catch {
      if (mine === turn) say(part.dataset.failed, "warn");
    }
  };
  part.hidden = false;
  input.addEventListener("change", () => { if (input.files[0]) measure(input.files[0]); });
})();
