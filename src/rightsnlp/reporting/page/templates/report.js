
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => document.querySelectorAll(selector);

  // The style sheet shows the language that the address names; here the page as a whole is told of it.
  const tellLanguage = () => {
    const named = document.getElementById(location.hash.slice(1))?.closest(".language");
    const shown = named ?? document.querySelector("[data-default]");
    root.lang = shown.lang;
    root.dir = shown.dir;
  };
  addEventListener("hashchange", tellLanguage);
  tellLanguage();

  all(".theme").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
    });
  });

  all(".filter").forEach((filter) => {
    filter.hidden = false;
    const select = filter.querySelector("select");
    select.addEventListener("change", () => {
      document.getElementById(select.dataset.section).querySelectorAll("tbody").forEach((body) => {
        body.hidden = select.value !== "" && body.dataset.label !== select.value;
      });
    });
  });

  const select = (element) => {
    const selection = getSelection();
    selection.removeAllRanges();
    const range = document.createRange();
    range.selectNodeContents(element);
    selection.addRange(range);
  };
  all(".copy").forEach((button) => {
    button.hidden = false;
    const words = button.textContent;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = button.dataset.done;
      } catch {
        select(source);
        button.textContent = button.dataset.failed;
      }
      setTimeout(() => { button.textContent = words; }, 3000);
    });
  });

  addEventListener("beforeprint", () => all("details").forEach((details) => { details.open = true; }));
})();
