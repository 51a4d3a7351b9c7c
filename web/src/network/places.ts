/** Finds what lies under a point, or next to it in some direction. */

import type { Network } from "./answer";
import type { Layout, Spot } from "./layout";
import { bend } from "./edges";
import type { Scene } from "./scene";

const CELL = 48;

/** A grid over the layout: looking under the pointer costs the same for ten bodies and ten thousand. */
export class Places {
  readonly #cells = new Map<string, string[]>();

  constructor(
    network: Network,
    private readonly layout: Layout,
  ) {
    for (const item of [...network.nodes, ...network.groups]) {
      const spot = layout.spots.get(item.id);
      if (!spot) continue;
      const key = cell(spot.x, spot.y);
      const own = this.#cells.get(key);
      if (own) own.push(item.id);
      else this.#cells.set(key, [item.id]);
    }
  }

  /** Return the nearest body or group within `reach` pixels of the layout, an empty text for none. */
  under(point: Spot, reach: number): string {
    let found = "";
    let least = reach * reach;
    for (let x = point.x - reach; x < point.x + reach + CELL; x += CELL)
      for (let y = point.y - reach; y < point.y + reach + CELL; y += CELL)
        for (const id of this.#cells.get(cell(x, y)) ?? []) {
          const spot = this.layout.spots.get(id);
          if (!spot) continue;
          const away = (spot.x - point.x) ** 2 + (spot.y - point.y) ** 2;
          if (away <= least) [least, found] = [away, id];
        }
    return found;
  }

  /** Return the leftmost one of the top row. */
  #first(): string {
    const order = [...this.layout.spots].sort(([, a], [, b]) => a.y - b.y || a.x - b.x);
    return order[0]?.[0] ?? "";
  }

  /** Return the nearest one in a direction; what lies aside counts three times as far. */
  beside(id: string, dx: number, dy: number): string {
    const from = this.layout.spots.get(id);
    if (!from) return this.#first();
    let found = id;
    let least = Infinity;
    for (const [other, spot] of this.layout.spots) {
      const ahead = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
      if (other === id || ahead <= 1) continue;
      const aside = Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
      if (ahead + aside * 3 < least) [least, found] = [ahead + aside * 3, other];
    }
    return found;
  }
}

function cell(x: number, y: number): string {
  return `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`;
}

/** Return the edge within `reach` pixels of a point of the layout, an empty text for none. */
export function edgeUnder(scene: Scene, layout: Layout, point: Spot, reach: number): string {
  let found = "";
  let least = reach;
  for (const { edge, nth } of scene.edges) {
    const [a, b] = [layout.spots.get(edge.source), layout.spots.get(edge.target)];
    if (!a || !b) continue;
    const through = bend(a, b, nth);
    for (let step = 1; step < 24; step += 1) {
      const t = step / 24;
      const x = (1 - t) ** 2 * a.x + 2 * t * (1 - t) * through.x + t * t * b.x;
      const y = (1 - t) ** 2 * a.y + 2 * t * (1 - t) * through.y + t * t * b.y;
      const span = Math.hypot(b.x - a.x, b.y - a.y) / 48;
      const away = Math.hypot(x - point.x, y - point.y) - span;
      if (away < least) [least, found] = [away, edge.id];
    }
  }
  return found;
}
