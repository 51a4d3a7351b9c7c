// A form that is checked while one types. It sends the very form that the page's own buttons send,
// and takes what the server says from the page that comes back: without this script it works alike.
const form = document.querySelector("form[data-form]");
const TYPED_MS = 700; // after the last key: a check costs the server some 100 ms
const LOOK_MS = 150;
const LEAST = 2; // letters of a name to look for

let timer = 0, latest = 0, dirty = false, leaving = false, running = false, reproached = false;
let unsaved = false, pressed = null, drawn = Promise.resolve();
const drawing = []; // the buttons whose form is on its way

if (form) {
  form.dataset.scripted = "";
  form.addEventListener("input", () => { dirty = true; later(); });
  form.addEventListener("change", () => { dirty = true; later(); });
  form.addEventListener("focusout", (event) => {
    const field = event.target.closest("[data-field]");
    if (field && !field.contains(event.relatedTarget)) still().then(() => { field.dataset.touched = ""; });
  });
  form.addEventListener("submit", press);
  form.addEventListener("pointerdown", hold);
  addEventListener("focus", () => { if (unsaved) send("check"); }); // signed in in another tab
  addEventListener("beforeunload", (event) => { if (unsaved && !leaving) event.preventDefault(); });
  if (document.getElementById("summary")) reproach();
  document.getElementById("summary")?.focus();
  if (document.querySelector("#form [data-live] .remark")) reproach();
  prepare();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => send("check"), TYPED_MS);
}

// Nothing may move under the pointer between its going down and up: the click would miss its box.
function hold() {
  if (pressed) return;
  let release;
  pressed = new Promise((done) => { release = done; });
  const end = () => setTimeout(() => { pressed = null; release(); }); // the click comes first
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, { once: true });
}

async function still() {
  await pressed;
}

// What was asked for is told everywhere; what is checked on the way, only where one has been.
function reproach() {
  reproached = true;
  for (const field of form.querySelectorAll("[data-field]")) field.dataset.checked = "";
}

function body(action) {
  const data = new FormData(form);
  data.set("do", action);
  data.set("checked", "1");
  return new URLSearchParams(data);
}

// The page that comes back, nothing where another request went out since or there is no form in it.
async function fetched(action) {
  const own = (latest += 1);
  let status = 0, page = null;
  try {
    const answer = await fetch(form.action, { method: "POST", body: body(action) });
    status = answer.status;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch { /* no answer: the form's own buttons still work */ }
  await still();
  if (own !== latest || leaving) return null;
  const fresh = page?.getElementById("form") ? page : null;
  warn(fresh ? "" : String(status));
  return fresh;
}

// That what was typed is not kept is told at once, in words, with what to do about it.
function warn(status) {
  unsaved = status !== "";
  const said = document.getElementById("unsaved");
  if (!unsaved) { said.replaceChildren(); return; }
  const words = form.querySelector(`template[data-unsaved="${status}"]`)
    ?? form.querySelector("template[data-unsaved=other]");
  const told = words.content.textContent;
  if (said.textContent !== told) said.replaceChildren(words.content.cloneNode(true));
  document.querySelector("#status .kept")?.remove();
}

async function send(action) {
  if (!dirty) return;
  // One at a time: each is of the whole form, and what a button does goes before a check.
  if (running || drawing.length) { later(); return; }
  running = true;
  const page = await fetched(action);
  running = false;
  if (!page) return;
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const fresh = page.getElementById(old.id);
    if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
  for (const fresh of page.querySelectorAll("#form [name][id]")) {
    const old = document.getElementById(fresh.id);
    const field = old?.closest("[data-field]");
    if (!field) continue;
    const wrong = fresh.getAttribute("aria-invalid") === "true"
      && ("touched" in field.dataset || "checked" in field.dataset);
    if (wrong) old.setAttribute("aria-invalid", "true");
    else old.removeAttribute("aria-invalid");
  }
  keep(page);
}

function keep(page) {
  const fresh = page.getElementById("draft"), old = document.getElementById("draft");
  if (!fresh?.value) return;
  old.value = fresh.value;
  if (fresh.dataset.address) history.replaceState(null, "", fresh.dataset.address);
}

// A button that only changes the form: the server draws the new one, and it takes the old one's place.
async function press(event) {
  const button = event.submitter;
  const action = button?.value ?? "check";
  clearTimeout(timer);
  if (["hand-in", "keep", "remove"].includes(action)) { leaving = true; return; }
  event.preventDefault();
  if (action === "check") { reproach(); dirty = true; await send("check"); return; }
  redraw(action);
}

function redraw(action) {
  if (drawing.includes(action)) return; // pressed twice, it is meant once
  drawing.push(action);
  drawn = drawn.then(() => draw(action)).finally(() => { drawing.shift(); });
}

async function draw(action) {
  const opened = [...form.querySelectorAll("details[open][id]")].map((one) => one.id);
  const touched = [...form.querySelectorAll("[data-touched] [id]")].map((one) => one.id);
  const sent = new Map(controls().map((one) => [place(one), state(one)]));
  const page = await fetched(action);
  if (!page) return;
  const typed = controls().filter((one) => sent.has(place(one)) && sent.get(place(one)) !== state(one));
  form.replaceChildren(...page.getElementById("form").childNodes);
  putBack(typed, action);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const id of touched) {
    const field = document.getElementById(id)?.closest("[data-field]");
    if (field) field.dataset.touched = "";
  }
  prepare();
  const goal = form.querySelector("[autofocus]") ?? added(action);
  goal?.closest("details:not([open])")?.setAttribute("open", "");
  goal?.focus();
  keep(page);
  if (typed.length) { dirty = true; later(); }
}

// What somebody typed or ticked while the form was away is theirs, whatever came back.
const controls = () => [...form.querySelectorAll("[name]:is(input:not([type=hidden]), select, textarea)")];
const ticked = (one) => one.type === "checkbox" || one.type === "radio";
const place = (one) => (ticked(one) ? `${one.name}=${one.value}` : one.id);
const state = (one) => (ticked(one) ? one.checked : one.value);

function putBack(typed, action) {
  const fresh = new Map(controls().map((one) => [place(one), one]));
  for (const one of typed) {
    const other = fresh.get(moved(one, action));
    if (!other) continue;
    if (ticked(other)) other.checked = one.checked;
    else other.value = one.value;
  }
}

// A new part that is taken out counts no more: those after it move up.
function moved(one, action) {
  const [name, at] = action.split(" ");
  const told = place(one);
  if (name !== "drop" || form.querySelector(`[name="${at}:gone"]`)) return told;
  return told.replace(/^(f-)?(\d+)/, (all, mark, count) =>
    Number(count) === Number(at) ? "" : `${mark ?? ""}${Number(count) - (Number(count) > Number(at))}`);
}

function added(action) {
  const parts = form.querySelectorAll("details.part");
  if (/^(add|create) /.test(action)) {
    const last = [...parts].sort((a, b) => number(a) - number(b)).at(-1);
    return last?.querySelector("input:not([type=hidden]), select, textarea");
  }
  return document.getElementById("parts");
}

const number = (part) => Number(part.id.slice(2));

function prepare() {
  if (reproached) reproach();
  for (const input of form.querySelectorAll("[data-field]:not([data-touched], [data-checked]) [aria-invalid]")) {
    input.removeAttribute("aria-invalid");
  }
  for (const input of form.querySelectorAll("input[data-pick]")) pick(input);
}

// A field that refers to a record: a combobox over the registry's names.
function pick(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.closest("[data-field]").querySelector("label").textContent);
  list.hidden = true;
  input.closest(".picker").after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);
  let wait = 0, asked = 0, chosen = -1;

  function close() {
    clearTimeout(wait);
    asked += 1;
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = list.children[chosen];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function option(text, place, kind) {
    const one = document.createElement("li");
    one.id = `${list.id}-${place}`;
    one.setAttribute("role", "option");
    one.setAttribute("aria-selected", "false");
    one.textContent = text;
    if (kind) one.className = kind;
    return one;
  }

  function show(names) {
    const options = names.map((name, place) => option(name, place));
    // What is not there may be made: the page's own buttons say how.
    for (const button of input.closest(".value")?.querySelectorAll("button.create") ?? []) {
      const one = option(`${button.textContent} — «${input.value.trim()}»`, options.length, "new");
      one.dataset.create = button.value;
      options.push(one);
    }
    list.replaceChildren(...options);
    chosen = -1;
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function look() {
    const text = input.value.trim();
    if (text.length < LEAST) return close();
    const own = (asked += 1), types = input.dataset.pick.split(" ");
    try {
      const answers = await Promise.all(types.map((type) =>
        fetch(`/api/suggest?type=${type}&q=${encodeURIComponent(text)}`).then((a) => a.json())));
      if (own !== asked) return;
      show([...new Set(answers.flatMap((a) => a.suggestions.map((s) => s.written)))].slice(0, 10));
    } catch {
      close();
    }
  }

  function take(one) {
    if (one.dataset.create) { close(); redraw(one.dataset.create); return; }
    input.value = one.textContent;
    close();
    // What was said of the letters typed so far is not about what was chosen.
    for (const said of input.closest("[data-field]").querySelectorAll(".remark:not(.review)")) said.remove();
    input.removeAttribute("aria-invalid");
    dirty = true;
    later();
  }

  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(look, LOOK_MS); });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" && !count) { event.preventDefault(); look(); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen < 0 ? (step > 0 ? 0 : count - 1) : (chosen + step + count) % count);
    } else if (event.key === "Enter" && count && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
  input.addEventListener("blur", () => setTimeout(close, LOOK_MS));
  list.addEventListener("mousedown", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) { event.preventDefault(); take(one); }
  });
}
