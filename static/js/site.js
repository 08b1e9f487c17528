// Everything works without this file; it only makes some things quicker to see.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  // The summary of errors is where reading starts.
  one("body:not(.still) [data-errors]")?.focus();

  // Letter: what is typed shows as it will be sent.
  const letter = one("[data-live]");
  const form = letter?.closest("form");
  const paragraphs = (text) => text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
  const fill = (part) => {
    const field = form.elements[part.dataset.from];
    if (!field) return;
    part.replaceChildren(...paragraphs(field.value).map((text) => {
      const p = document.createElement("p");
      p.className = "pre";
      p.textContent = text;
      return p;
    }));
  };
  const sign = () => {
    const value = (name) => form.elements[name]?.value.trim() || "";
    all("[data-sign-name]", form).forEach((part) => {
      part.textContent = value("name") || part.dataset.empty;
      part.classList.toggle("unset", !value("name"));
    });
    const country = form.elements.country;
    all("[data-sign-place]", form).forEach((part) => {
      const inStates = country?.value === "US"; // the letter names the state, which the ZIP code tells
      part.textContent = inStates ? part.dataset.home : country?.selectedOptions?.[0]?.text || "";
      part.classList.toggle("unset", inStates);
    });
  };
  if (form) {
    const draw = () => { if (letter.open) all("[data-from]", letter).forEach(fill); sign(); };
    letter.hidden = false;
    form.addEventListener("input", draw);
    letter.addEventListener("toggle", draw);
    if (form.elements.name.value) draw();
  }

  // What is left of a field's length, once it gets short.
  all("[data-count]").forEach((note) => {
    const field = document.getElementById(note.dataset.count);
    if (!field || field.maxLength < 1) return;
    const tell = () => {
      const left = field.maxLength - field.value.length;
      note.hidden = left > field.maxLength / 4;
      note.textContent = note.dataset.text.replace("{n}", left.toLocaleString(document.documentElement.lang));
    };
    field.addEventListener("input", tell);
    tell();
  });

  // The device's own share sheet, and the clipboard.
  all("[data-share]").forEach((button) => {
    const data = { title: document.title, text: button.dataset.text, url: button.dataset.share };
    if (!navigator.canShare?.(data)) return;
    button.closest("li").hidden = false;
    button.addEventListener("click", () => navigator.share(data).catch(() => {}));
  });
  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.closest("li").hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  });

  // A second press within eight seconds does not send twice.
  all("form[method=post]").forEach((post) => {
    let until = 0;
    post.addEventListener("submit", (event) => {
      if (Date.now() < until) { event.preventDefault(); return; }
      until = Date.now() + 8000;
      all("button[type=submit]", post).forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
    addEventListener("pageshow", () => {
      until = 0;
      all("button[type=submit]", post).forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });
})();
