/** Writes the names of the bodies where there is room for them. */

import type { NetNode } from "./answer";
import type { Layout, Spot } from "./layout";
import { NAMED, STRIP } from "./layout";
import type { Theme } from "./looks";
import type { Pen } from "./pen";
import type { Scene } from "./scene";
import type { Camera, Seen } from "./strokes";
import { FONT, LINE_HEIGHT, sizeOf, wrapped, written } from "./strokes";

const TURN = -0.6;

type Box = readonly [number, number, number, number];

/** Names stand under their bodies, or beside them where rows are dense; who matters more goes first. */
export function names(
  pen: Pen,
  scene: Scene,
  layout: Layout,
  theme: Theme,
  camera: Camera,
  seen: readonly Seen[],
): void {
  const marks = seen.map(({ node, here }): Box => {
    const size = sizeOf(node.level);
    return [here.x - size, here.y - size, here.x + size, here.y + size];
  });
  // Nor may a name stand on the name of a lane.
  const titles = layout.lanes.map((lane): Box => {
    const top = Math.max(lane.top * camera.scale + camera.dy, 0);
    return [0, top, STRIP - 10, top + 42];
  });
  const taken: Box[] = [...marks, ...titles];
  const rank = (node: NetNode): number =>
    (node.id === scene.focus.selected || node.id === scene.focus.hovered ? 100 : 0) +
    (scene.near?.has(node.id) ? 50 : 0) +
    (layout.lanes.length - layout.lanes.findIndex((lane) => lane.level.code === node.level));
  const order = [...seen].sort((a, b) => rank(b.node) - rank(a.node));
  const nameless = new Map<string, Seen[]>();
  for (const { node, here } of order) {
    const lane = layout.lanes.find((one) => one.level.code === node.level);
    if (!lane || (scene.near && !scene.near.has(node.id))) continue;
    const room = lane.room * camera.scale;
    const must = rank(node) >= 100 || (rank(node) >= 50 && (scene.near?.size ?? 99) < 12);
    const bold = NAMED.has(node.level);
    pen.font = `${bold ? 600 : 500} ${bold ? 12.5 : 11.5}px ${FONT}`;
    const size = sizeOf(node.level);
    const wide = Math.min(must ? Math.max(room, 150) : Math.max(room - 6, bold ? 92 : 0), 190);
    const lines = wrapped(pen, room < 110 && !must ? node.short || node.label : node.label, wide);
    let shown = lines.length > 3 ? [...lines.slice(0, 2), `${lines[2] ?? ""}…`] : lines;
    let width = Math.max(...shown.map((line) => pen.measureText(line).width));
    if (width > wide && bold) {
      shown = shown.map((line) => cut(pen, line, wide));
      width = wide;
    } else if (width > wide && !must) {
      if (node.district) nameless.set(node.district, [...(nameless.get(node.district) ?? []), { node, here }]);
      continue;
    }
    const under = here.y + size + 3;
    let box = boxAt(here.x, under, width, shown.length);
    const blocked = (): boolean => taken.some((other) => overlap(box, other));
    if (rank(node) < 100 && blocked()) {
      box = boxAt(here.x, here.y - size - 3 - shown.length * LINE_HEIGHT, width, shown.length);
      if (blocked()) {
        if (!bold && !must) continue;
        // A body of a top level is named whatever stands beside it, if only by a beginning.
        shown = [cut(pen, node.short || node.label, Math.max(room * 0.9, 56))];
        width = Math.max(...shown.map((line) => pen.measureText(line).width));
        box = boxAt(here.x, under, width, 1);
        if (!bold && blocked()) continue;
      }
    }
    const top = box[1];
    taken.push(box);
    pen.textAlign = "center";
    shown.forEach((line, row) => {
      written(pen, line, { x: here.x, y: top + 11 + row * LINE_HEIGHT }, theme.ink, theme.halo);
    });
    pen.textAlign = "left";
  }
  if (!scene.near) districts(pen, scene, theme, nameless, taken);
}

function boxAt(x: number, top: number, width: number, lines: number): Box {
  return [x - width / 2, top, x + width / 2, top + lines * LINE_HEIGHT];
}

function cut(pen: Pen, text: string, width: number): string {
  let shown = text;
  while (shown.length > 4 && pen.measureText(`${shown}…`).width > width) shown = shown.slice(0, -1);
  return shown === text ? text : `${shown.trimEnd()}…`;
}

/** Where bodies stand too close for names, the name of their municipality stands above them. */
function districts(
  pen: Pen,
  scene: Scene,
  theme: Theme,
  nameless: ReadonlyMap<string, readonly Seen[]>,
  taken: Box[],
): void {
  pen.font = `600 12px ${FONT}`;
  const columns = [...nameless].flatMap(([district, own]) => {
    const level = scene.network.levels.find((one) => own.some((o) => o.node.level === one.code));
    const top = own.filter((o) => o.node.level === level?.code).map((o) => o.here);
    const named = scene.network.districts.find((one) => one.id === district);
    if (!named || !top.length) return [];
    const x = top.reduce((sum, spot) => sum + spot.x, 0) / top.length;
    const y = Math.min(...top.map((spot) => spot.y)) - 16;
    return [{ name: named.label.split(" (")[0] ?? named.label, x, y }];
  });
  for (const { name, x, y } of columns) {
    const half = pen.measureText(name).width / 2;
    const box: Box = [x - half, y - 12, x + half, y + 3];
    if (taken.some((other) => overlap(box, other))) {
      turned(pen, name, { x, y }, theme, taken);
      continue;
    }
    taken.push(box);
    pen.textAlign = "center";
    written(pen, name, { x, y }, theme.ink, theme.halo);
    pen.textAlign = "left";
  }
}

function turned(pen: Pen, text: string, { x, y }: Spot, theme: Theme, taken: Box[]): void {
  const shown = text.length > 22 ? `${text.slice(0, 21)}…` : text;
  const width = pen.measureText(shown).width;
  // The strip that a slanted name takes up is told by where it begins.
  const box: Box = [x - 5, y - 9, x + 9, y + 3];
  if (taken.some((other) => overlap(box, other))) return;
  taken.push(box, [x + width * 0.35, y - width * 0.35 - 8, x + width * 0.5, y - width * 0.35 + 4]);
  pen.save();
  pen.translate(x, y);
  pen.rotate(TURN);
  written(pen, shown, { x: 0, y: 0 }, theme.ink, theme.halo);
  pen.restore();
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}
