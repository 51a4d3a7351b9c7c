// A field that finds records as one types (the ARIA combobox pattern), and buttons that copy a text.
// Without this script the field is a list of names, and the server makes out which record is meant.
"use strict";

const RUSSIAN = document.documentElement.lang !== "en";
const WORDS = RUSSIAN
  ? { none: "Ничего не найдено", found: (n) => `Найдено: ${n}. Выбирайте стрелками.` }
  : { none: "Nothing found", found: (n) => `Found: ${n}. Choose with the arrow keys.` };
const SHOWN = 12;
const PAUSE_MS = 150;

const plain = (text) => text.toLowerCase().replaceAll("ё", "е");

/** Turn a text field with the names of records into a combobox that sends the record's short name. */
function combobox(input) {
  const { name } = input;
  const listed = [...(input.list?.options ?? [])].map((o) => ({ key: o.dataset.value, label: o.value }));
  input.removeAttribute("list");
  const sent = Object.assign(document.createElement("input"), { type: "hidden" });
  const box = Object.assign(document.createElement("ul"), { id: `${input.id}-found`, hidden: true });
  const told = Object.assign(document.createElement("p"), { className: "told-quietly" });
  const frame = Object.assign(document.createElement("div"), { className: "combobox" });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", input.labels[0]?.innerText ?? name);
  told.setAttribute("role", "status");
  input.before(frame);
  frame.append(input, sent, box, told);
  for (const [key, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": box.id, "aria-autocomplete": "list",
  })) input.setAttribute(key, value);

  let found = [], at = -1, timer = 0, asked = 0;

  // Either the record chosen is sent, or the words typed: the server knows what to do with both.
  const choose = (key) => {
    sent.value = key;
    if (key) { sent.name = name; input.removeAttribute("name"); }
    else { input.name = name; sent.removeAttribute("name"); }
  };
  const close = () => {
    asked += 1;  // an answer still on its way must not open the list again
    clearTimeout(timer);
    box.hidden = true; at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (number) => {
    at = (number + found.length) % found.length;
    [...box.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    box.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", box.children[at].id);
  };
  const take = (one) => { input.value = one.label; choose(one.key); close(); };
  const show = (some) => {
    found = some; at = -1;
    input.removeAttribute("aria-activedescendant");
    box.replaceChildren(...found.map((one, n) => {
      const option = document.createElement("li");
      option.id = `${box.id}-${n}`;
      option.textContent = one.label;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(one); });
      return option;
    }));
    told.textContent = found.length ? WORDS.found(found.length) : WORDS.none;
    box.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!box.hidden));
  };
  const look = async () => {
    const number = ++asked, words = plain(input.value).trim();
    const near = listed.filter((one) => words.split(/\s+/).every((w) => plain(one.label).includes(w)));
    if (!words || near.length) return show(near.slice(0, words ? SHOWN : 50));
    const query = new URLSearchParams({ q: input.value, type: input.dataset.type });
    if (document.documentElement.lang) query.set("lang", document.documentElement.lang);
    const answer = await fetch(`/api/suggest?${query}`);
    const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
    if (number === asked) show(suggestions.map((s) => ({ key: s.id, label: s.label })));
  };

  choose(input.dataset.value);
  input.addEventListener("input", () => {
    choose("");
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("click", () => { if (box.hidden) { input.select(); show(listed.slice(0, 50)); } });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) { event.preventDefault(); close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(found[at]); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) look();
      else mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? found.length - 1 : at - 1);
    }
  });
}

/** Let a button copy the text whose element it names, where the browser may. */
function copier(button) {
  if (!navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

document.querySelectorAll("input.lookup").forEach(combobox);
document.querySelectorAll("button.copy").forEach(copier);
