// Everything works without this file; it only makes some things quicker to see.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  const paragraphs = (text) => text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);

  // Letter: what is typed shows as it will be sent.
  const showLetter = (letter) => {
    const form = letter.closest("form");
    const value = (name) => form.elements[name]?.value.trim() || "";
    const signer = () => value("name") || `${value("given_name")} ${value("family_name")}`.trim();
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
      all("[data-sign-name]", form).forEach((part) => {
        part.textContent = signer() || part.dataset.empty;
        part.classList.toggle("unset", !signer());
      });
      const country = form.elements.country;
      if (country?.type === "hidden") return;
      all("[data-sign-place]", form).forEach((part) => {
        const inStates = country?.value === "US"; // the letter names the state, which the ZIP code tells
        part.textContent = inStates ? part.dataset.home : country?.selectedOptions?.[0]?.text || "";
        part.classList.toggle("unset", inStates);
      });
    };
    const draw = () => { if (letter.open) all("[data-from]", letter).forEach(fill); sign(); };
    letter.hidden = false;
    form.addEventListener("input", draw);
    letter.addEventListener("toggle", draw);
    if (signer()) draw();
  };

  // What is left of a field's length, once it gets short.
  const countLeft = (note) => {
    const field = document.getElementById(note.dataset.count);
    if (!field || field.maxLength < 1) return;
    const tell = () => {
      const left = field.maxLength - field.value.length;
      note.hidden = left > field.maxLength / 4;
      note.textContent = note.dataset.text.replace("{n}", left.toLocaleString(document.documentElement.lang));
    };
    field.addEventListener("input", tell);
    tell();
  };

  // A second press within eight seconds does not send twice.
  const sendOnce = (post) => {
    let until = 0;
    const free = () => {
      until = 0;
      all("button[type=submit]", post).forEach((button) => button.removeAttribute("aria-disabled"));
    };
    post.addEventListener("submit", (event) => {
      if (Date.now() < until) { event.preventDefault(); return; }
      until = Date.now() + 8000;
      all("button[type=submit]", post).forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
    addEventListener("pageshow", free);
  };

  // A form that goes step by step: the next question comes in place of this one.
  const stepInPlace = (form) => {
    const part = form.closest("[data-part]");
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.name !== "step" || event.defaultPrevented) return;
      event.preventDefault();
      const data = new FormData(form, button);
      fetch(location.href, { method: "POST", body: new URLSearchParams(data), headers: { "X-Part": "form" } })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
        .then((html) => putInPlace(part, html))
        .catch(() => {
          const step = document.createElement("input"); // the whole page instead, which can say what is wrong
          step.type = "hidden";
          step.name = "step";
          step.value = button.value;
          form.append(step);
          form.submit();
        });
    });
  };
  const putInPlace = (part, html) => {
    const page = new DOMParser().parseFromString(html, "text/html"); // our own server's, as the page itself
    part.replaceChildren(...page.body.childNodes);
    enliven(part);
    const start = one("[data-errors]", part) || one("[aria-invalid=true]", part) || one("[data-focus]", part);
    if (!start) return;
    if (!start.matches("input, select, textarea, [tabindex]")) start.tabIndex = -1;
    start.focus({ preventScroll: true });
    part.scrollIntoView({ block: "start" });
    const said = one("[data-said]");
    if (said) said.textContent = one("[data-focus]", part)?.textContent.trim() || "";
  };

  const enliven = (root) => {
    all("[data-live]", root).forEach(showLetter);
    all("[data-count]", root).forEach(countLeft);
    all("form[method=post]", root).forEach(sendOnce);
    all("form[data-step]", root).forEach(stepInPlace);
  };
  enliven(document);

  // The summary of errors is where reading starts.
  one("body:not(.still) [data-errors]")?.focus();

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
})();
