/** The network page's island: the page works without it, as tables. */

import { mount } from "svelte";
import App from "./App.svelte";
import type { Words } from "./words";
import "./network.css";

const place = document.getElementById("network-stage");
if (place) {
  for (const part of document.querySelectorAll<HTMLElement>("[data-without-script]")) part.hidden = true;
  const words = JSON.parse(place.dataset["words"] ?? "{}") as Words;
  mount(App, { target: place, props: { words, lang: document.documentElement.lang } });
}
