import { beforeEach, expect, it } from "vitest";
import { forget, recent, remember, type Store } from "./history";

let kept: Map<string, string>;
let store: Store;

beforeEach(() => {
  kept = new Map();
  store = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
});

it("has the newest query first, and each once", () => {
  remember(store, { engine: "sparql", query: "ASK {}" });
  remember(store, { engine: "cypher", query: "RETURN 1" });
  remember(store, { engine: "sparql", query: "ASK {}" });
  expect(recent(store).map((one) => one.query)).toEqual(["ASK {}", "RETURN 1"]);
});

it("keeps so many, and forgets them when asked to", () => {
  for (let n = 0; n < 40; n += 1) remember(store, { engine: "cypher", query: `RETURN ${n}` });
  expect(recent(store)).toHaveLength(30);
  forget(store);
  expect(recent(store)).toEqual([]);
});

it("does without what cannot be read or kept", () => {
  kept.set("workbench-history", '[{"engine": "sql", "query": "x"}, 5, null]');
  expect(recent(store)).toEqual([]);
  kept.set("workbench-history", "{");
  expect(recent(store)).toEqual([]);
  const full: Store = { ...store, setItem: () => { throw new Error("QuotaExceededError"); } };
  expect(() => remember(full, { engine: "sparql", query: "ASK {}" })).not.toThrow();
});

it("tells the same text in two languages apart", () => {
  remember(store, { engine: "sparql", query: "RETURN 1" });
  remember(store, { engine: "cypher", query: "RETURN 1" });
  expect(recent(store).map((one) => one.engine)).toEqual(["cypher", "sparql"]);
});
