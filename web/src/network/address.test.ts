import { expect, test, vi } from "vitest";
import { asked, read, write } from "./address";
import { fetchChain } from "./client";

const LINK = "region=territory%2Fr&date=2026-11-22&selected=body%2Fa&relations=coordinates%2Cagreement";

test("a link says the same after it was read and written", () => {
  expect(write(read("?" + LINK))).toBe(LINK);
});

test("the server is not asked anew for what is only marked", () => {
  expect(asked(read(LINK))).toBe("region=territory%2Fr&date=2026-11-22&relations=coordinates%2Cagreement");
});

test("a parameter may be repeated or joined by commas, as forms and links do", () => {
  expect(read("levels=regional&levels=municipal,federal").levels).toEqual(["regional", "municipal", "federal"]);
});

test("nothing chosen is an empty address", () => {
  expect(write(read("?view=scheme"))).toBe("");
});

test("a link keeps everything that can be chosen", () => {
  const single = ["region", "district", "centre", "depth", "date", "layer", "selected", "from", "to", "along", "lang"];
  const lists = ["levels", "relations", "kinds", "directions", "expand"];
  const chosen = new URLSearchParams([...single, ...lists].map((name): [string, string] => [name, `a-${name}`]));
  expect(Object.fromEntries(new URLSearchParams(write(read(chosen.toString()))))).toEqual(Object.fromEntries(chosen));
});

test("a chain is asked for from one end to the other, on the day shown", async () => {
  const fetched = vi.fn((address: string) => Promise.resolve(Response.json({ address })));
  vi.stubGlobal("fetch", fetched);
  await fetchChain("body/a", "body/b", "any", "2020-01-31", "en", new AbortController().signal);
  vi.unstubAllGlobals();
  const [path, query] = fetched.mock.calls[0]?.[0].split("?") ?? [];
  expect(path).toBe("/api/network/path");
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    from: "body/a",
    to: "body/b",
    along: "any",
    date: "2020-01-31",
    lang: "en",
  });
});
