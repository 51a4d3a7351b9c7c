/** The workbench's island: an editor in place of the text field; without it the page works the same. */

import { Editor } from "./editor";
import type { Engine, Ready, Vocabulary } from "./completing";
import { forget, kept, recent, remember } from "./history";

const form = document.querySelector<HTMLFormElement>("form#bench");
const field = document.querySelector<HTMLTextAreaElement>("textarea#query");
if (form && field) furnish(form, field);

function furnish(form: HTMLFormElement, field: HTMLTextAreaElement): void {
  const radios = [...form.querySelectorAll<HTMLInputElement>("input[name=engine]")];
  const engine = () => radios.find((one) => one.checked)?.value as Engine;
  const { nonce = "", terms = "", ready = "", line, column, said = "" } = form.dataset;
  const place = document.createElement("div");
  place.className = "editor";
  field.before(place);

  let vocabulary: Promise<Vocabulary> | undefined;
  let queries: Promise<Ready[]> | undefined;
  const editor = new Editor(place, {
    text: field.value,
    engine: engine(),
    nonce,
    label: field.labels[0]?.textContent ?? "",
    describedBy: field.getAttribute("aria-describedby"),
    fault: line ? { line: Number(line), column: Number(column ?? 1), said } : null,
    words: JSON.parse(form.dataset["words"] ?? "{}") as Record<string, string>,
    // Fetched once somebody types; a service that is away proposes nothing.
    vocabulary: () => (vocabulary ??= fetched<Vocabulary>(terms)),
    ready: () => (queries ??= fetched<Ready[]>(ready)),
    readyText: async (id, engine) => (await answered(text(ready, id, engine))).text(),
    run: () => form.requestSubmit(),
  });
  field.classList.add("replaced");
  field.labels[0]?.addEventListener("click", () => editor.focus());
  form.querySelector<HTMLElement>(".keys")?.removeAttribute("hidden");

  // Each language has its own text: the other's would be one great error.
  const starts: Partial<Record<Engine, string>> = {};
  for (const one of radios) starts[one.value as Engine] = one.dataset["start"] ?? "";
  let last = engine();
  for (const one of radios) {
    one.addEventListener("change", () => {
      starts[last] = editor.text;
      last = engine();
      editor.speak(last);
      editor.text = starts[last] ?? "";
    });
  }
  form.addEventListener("submit", () => {
    field.value = editor.text;
    if (field.value.trim()) remember(kept(), { engine: engine(), query: field.value });
  });
  list(form);
}

async function fetched<T>(address: string): Promise<T> {
  return (await (await answered(address)).json()) as T;
}

async function answered(address: string): Promise<Response> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** Return the address of a ready query's text in a language. */
function text(ready: string, id: string, engine: Engine): string {
  return `${ready.split("?")[0] ?? ""}/${encodeURIComponent(id)}?${new URLSearchParams({ engine })}`;
}

/** Show the recent queries as links; a button clears them. */
function list(form: HTMLFormElement): void {
  const section = document.getElementById("history");
  const items = section?.querySelector("ol");
  if (!section || !items) return;
  const lang = new FormData(form).get("lang");
  for (const { engine, query } of recent(kept())) {
    const link = document.createElement("a");
    const asked = new URLSearchParams({ engine, query });
    if (typeof lang === "string") asked.set("lang", lang);
    link.href = `/workbench?${asked}`;
    link.textContent = query.replace(/\s+/g, " ").replace(/^(PREFIX \S+ \S+ )+/, "");
    link.title = query;
    const item = document.createElement("li");
    item.append(link);
    items.append(item);
  }
  section.hidden = !items.children.length;
  section.querySelector("button")?.addEventListener("click", () => {
    forget(kept());
    items.replaceChildren();
    section.hidden = true;
    form.querySelector("button")?.focus();
  });
}
