/** Where everything stands: lanes by level, in pixels of the stage at its own scale. */

import type { Level, Network } from "./answer";

export interface Spot {
  x: number;
  y: number;
}

export interface Lane {
  level: Level;
  top: number;
  bottom: number;
  /** Pixels between neighbours of a row, on average: how much room a name has. */
  room: number;
}

export interface Layout {
  width: number;
  height: number;
  lanes: Lane[];
  spots: Map<string, Spot>;
}

/** Width of the strip with the names of the lanes. */
export const STRIP = 152;
/** Below this width the names of the lanes stand above the bodies, not beside them. */
export const NARROW = 560;
const RIGHT = 48;
const HEAD = 30;
const HEAD_NARROW = 58;
const FOOT = 46;
const GAP = 8;
/** The levels whose bodies are always named. */
export const NAMED: ReadonlySet<string> = new Set(["federal", "regional"]);

/** Lay a network out; each lane is as high as its rows need, and all together fill the stage. */
export function layOut(network: Network, width: number, height: number): Layout {
  const items = [...network.nodes, ...network.groups];
  const narrow = width < NARROW;
  const [strip, right, head] = narrow ? [0, 28, HEAD_NARROW] : [STRIP, RIGHT, HEAD];
  const used = network.levels.filter((level) => items.some((item) => item.level === level.code));
  const rows = used.map((level) => rowsOf(items.filter((item) => item.level === level.code)));
  const needs = used.map((level, at) => needOf(level, rows[at]?.size ?? 1, head));
  const whole = needs.reduce((sum, need) => sum + need, 0);
  const free = Math.max(height - GAP * (used.length - 1), whole);
  const lanes: Lane[] = [];
  let top = 0;
  used.forEach((level, at) => {
    const own = (free * (needs[at] ?? 0)) / whole;
    const longest = Math.max(1, ...(rows[at]?.values() ?? []));
    lanes.push({ level, top, bottom: top + own, room: (width - strip - right) / longest });
    top += own + GAP;
  });
  const spots = new Map<string, Spot>();
  for (const item of items) {
    const lane = lanes.find((one) => one.level.code === item.level);
    if (!lane) continue;
    const inner = Math.max(lane.bottom - lane.top - head - FOOT, 8);
    spots.set(item.id, {
      x: strip + 24 + item.x * (width - strip - right - 24),
      y: lane.top + head + item.y * inner,
    });
  }
  return { width, height: Math.max(top - GAP, height), lanes, spots };
}

/** Return the height, in pixels, at which a network's rows do not stand in each other's way. */
export function neededHeight(network: Network, width: number): number {
  return layOut(network, width, 0).height;
}

/** The bodies of the two top levels are few, and each has its name. */
function needOf(level: Level, rows: number, head: number): number {
  return head + FOOT + (rows - 1) * (NAMED.has(level.code) ? 64 : 36);
}

/** Return how many stand in each row, by its height. */
function rowsOf(items: readonly { y: number }[]): Map<number, number> {
  const rows = new Map<number, number>();
  for (const item of items) rows.set(item.y, (rows.get(item.y) ?? 0) + 1);
  return rows;
}
