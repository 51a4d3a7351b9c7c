/** Recent queries, kept in this browser alone: nothing here is ever sent. */

import type { Engine } from "./completing";

export interface Asked {
  engine: Engine;
  query: string;
}

const KEY = "workbench-history";
const MOST = 30;

/** Where texts are kept; `localStorage` is one, and may be full or forbidden. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Return the browser's own store; one that keeps nothing where it is forbidden. */
export function kept(): Store {
  try {
    return localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  }
}

/** Return the recent queries, the newest first; none where they cannot be read. */
export function recent(store: Store): Asked[] {
  try {
    const found: unknown = JSON.parse(store.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isAsked) : [];
  } catch {
    return [];
  }
}

/** Put a query first; the same one asked before goes. */
export function remember(store: Store, asked: Asked): void {
  const others = recent(store).filter((one) => one.query !== asked.query || one.engine !== asked.engine);
  try {
    store.setItem(KEY, JSON.stringify([asked, ...others].slice(0, MOST)));
  } catch {
    // Full or forbidden: the query runs without being remembered.
  }
}

export function forget(store: Store): void {
  try {
    store.removeItem(KEY);
  } catch {
    // Forbidden: then nothing was kept.
  }
}

function isAsked(one: unknown): one is Asked {
  if (typeof one !== "object" || one === null) return false;
  const { engine, query } = one as Record<string, unknown>;
  return (engine === "sparql" || engine === "cypher") && typeof query === "string";
}
