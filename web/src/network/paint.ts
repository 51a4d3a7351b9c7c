/** Draws a scene: the same strokes for the screen, the PNG and the SVG. */

import type { Group, NetEdge, NetNode } from "./answer";
import type { Layout, Spot } from "./layout";
import { NAMED, NARROW, STRIP } from "./layout";
import type { Theme } from "./looks";
import { faded, familyOf, levelColour, lineOf, shapeOf } from "./looks";
import type { Pen } from "./pen";
import type { Scene } from "./scene";

/** How the stage is moved: a point of the layout is at `x * scale + dx` of the window. */
export interface Camera {
  scale: number;
  dx: number;
  dy: number;
}

export interface Window {
  width: number;
  height: number;
}

const FONT = "Noto Sans, DejaVu Sans, sans-serif";
const SIZES: Record<string, number> = { federal: 9, regional: 8.5, municipal: 7, institution: 5 };
const LINE_HEIGHT = 14.5;
/** A path of more segments than this is slow to stroke without a graphics card. */
const SEGMENTS = 256;
const TURN = -0.6;
/** More edges than this at one body are drawn thinner. */
const MANY_STRONG = 16;

export const sizeOf = (level: string): number => SIZES[level] ?? 6;

/** Return the point through which an edge is bent: edges of one pair lie side by side. */
export function bend(a: Spot, b: Spot, nth: number): Spot {
  const flat = Math.abs(a.y - b.y) < 2;
  const side = nth % 2 ? -1 : 1;
  const curve = (flat ? -0.16 : 0) + side * Math.ceil(nth / 2) * 0.09;
  return {
    x: (a.x + b.x) / 2 + (b.y - a.y) * curve,
    y: (a.y + b.y) / 2 - (b.x - a.x) * curve * (b.x >= a.x ? -1 : 1),
  };
}

/** Draw everything. */
export function paint(
  pen: Pen,
  scene: Scene,
  layout: Layout,
  theme: Theme,
  camera: Camera,
  window: Window,
  notice: string,
): void {
  const at = (spot: Spot): Spot => ({
    x: spot.x * camera.scale + camera.dx,
    y: spot.y * camera.scale + camera.dy,
  });
  lanes(pen, layout, theme, at, window);
  wedges(pen, scene, layout, theme, at);
  edges(pen, scene, layout, theme, at, window);
  const seen = scene.network.nodes.flatMap((node) => {
    const spot = layout.spots.get(node.id);
    const here = spot && at(spot);
    return here && inside(here, window) ? [{ node, here }] : [];
  });
  nodes(pen, scene, theme, seen);
  groups(pen, scene, layout, theme, at);
  names(pen, scene, layout, theme, camera, seen);
  titles(pen, layout, theme, at);
  if (scene.network.synthetic) {
    pen.font = `600 13px ${FONT}`;
    pen.textAlign = "left";
    const x = window.width - pen.measureText(notice).width - 12;
    written(pen, notice, { x, y: window.height - 10 }, theme.focus, theme.halo);
  }
}

function inside(spot: Spot, window: Window): boolean {
  return spot.x > -30 && spot.x < window.width + 30 && spot.y > -30 && spot.y < window.height + 30;
}

function lanes(pen: Pen, layout: Layout, theme: Theme, at: (s: Spot) => Spot, window: Window): void {
  for (const lane of layout.lanes) {
    const top = at({ x: 0, y: lane.top }).y;
    const height = at({ x: 0, y: lane.bottom }).y - top;
    const colour = levelColour(theme, lane.level.code);
    pen.fillStyle = faded(colour, theme.paper, 0.06);
    pen.fillRect(0, top, window.width, height);
    pen.fillStyle = colour;
    pen.fillRect(0, top, 4, height);
  }
}

/** The names of the lanes stay at the left edge, whatever is moved. */
function titles(pen: Pen, layout: Layout, theme: Theme, at: (s: Spot) => Spot): void {
  for (const lane of layout.lanes) {
    const top = Math.max(at({ x: 0, y: lane.top }).y, 0);
    const bottom = at({ x: 0, y: lane.bottom }).y;
    if (bottom - top < 34) continue;
    const colour = levelColour(theme, lane.level.code);
    pen.fillStyle = colour;
    pen.beginPath();
    trace(pen, lane.level.code, { x: 19, y: top + 19 }, 6);
    pen.fill();
    pen.textAlign = "left";
    pen.font = `600 13px ${FONT}`;
    const lines = wrapped(pen, lane.level.label, layout.width < NARROW ? layout.width : STRIP - 44);
    lines.slice(0, 3).forEach((line, row) => {
      written(pen, line, { x: 32, y: top + 24 + row * LINE_HEIGHT }, colour, theme.halo);
    });
    pen.font = `400 12px ${FONT}`;
    const count = String(lane.level.count);
    const under = { x: 32, y: top + 24 + Math.min(lines.length, 3) * LINE_HEIGHT };
    if (under.y < bottom - 4) written(pen, count, under, theme.soft, theme.halo);
  }
}

/** Where many bodies are told as a number, a wedge leads to it in place of many lines. */
function wedges(pen: Pen, scene: Scene, layout: Layout, theme: Theme, at: (s: Spot) => Spot): void {
  for (const group of scene.network.groups) {
    const parent = group.parent ? layout.spots.get(group.parent) : undefined;
    const own = layout.spots.get(group.id);
    if (!parent || !own) continue;
    const stepsBack = scene.near !== null && !scene.near.has(group.id);
    const [from, to] = [at(parent), at(own)];
    const half = Math.min(8 + Math.sqrt(group.count) * 2, 34);
    pen.fillStyle = faded(levelColour(theme, group.level), theme.paper, stepsBack ? 0.07 : 0.18);
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x + half, to.y - 12);
    pen.lineTo(to.x - half, to.y - 12);
    pen.closePath();
    pen.fill();
  }
}

interface Stroke {
  colour: string;
  dash: readonly number[];
  width: number;
  edges: [NetEdge, Spot, Spot, Spot][];
}

function edges(
  pen: Pen,
  scene: Scene,
  layout: Layout,
  theme: Theme,
  at: (s: Spot) => Spot,
  window: Window,
): void {
  const strokes = new Map<string, Stroke>();
  const crowd = scene.edges.filter((one) => one.strong).length > MANY_STRONG;
  const wedged = new Map(scene.network.groups.map((group) => [group.id, group.parent]));
  for (const { edge, strong, nth } of scene.edges) {
    const [from, to] = [layout.spots.get(edge.source), layout.spots.get(edge.target)];
    if (!from || !to || wedged.get(edge.target) === edge.source) continue;
    const [a, b, through] = [at(from), at(to), at(bend(from, to, nth))];
    if (outside(a, b, window)) continue;
    const line = lineOf(theme, edge.relation, edge.state);
    const colour = scene.focus.chain && strong ? theme.path : line.colour;
    const usual = edge.state === "in-force" || edge.state === "planned" || edge.state === "expired";
    const leads = familyOf(edge.relation) === "leading" || edge.relation === "agreement";
    const strength = strong ? (crowd ? 0.75 : 1) : scene.near ? 0.14 : !usual ? 0.95 : leads ? 0.7 : 0.36;
    const look = faded(colour, theme.paper, strength);
    const width = strong && !crowd ? line.width + 1.2 : line.width;
    const dash = scene.focus.chain ? [] : line.dash;
    const key = `${strong ? 1 : 0}|${look}|${width}|${dash.join(",")}`;
    const stroke = strokes.get(key) ?? { colour: look, dash, width, edges: [] };
    stroke.edges.push([edge, a, through, b]);
    strokes.set(key, stroke);
  }
  for (const key of [...strokes.keys()].sort()) {
    const stroke = strokes.get(key);
    if (!stroke) continue;
    pen.strokeStyle = stroke.colour;
    pen.lineWidth = stroke.width;
    pen.setLineDash([...stroke.dash]);
    for (let start = 0; start < stroke.edges.length; start += SEGMENTS) {
      pen.beginPath();
      for (const [, a, through, b] of stroke.edges.slice(start, start + SEGMENTS)) {
        pen.moveTo(a.x, a.y);
        pen.quadraticCurveTo(through.x, through.y, b.x, b.y);
      }
      pen.stroke();
    }
    pen.setLineDash([]);
    if (key.startsWith("1") || scene.edges.length < 250) arrows(pen, stroke);
  }
}

function outside(a: Spot, b: Spot, window: Window): boolean {
  return (
    Math.max(a.x, b.x) < 0 ||
    Math.min(a.x, b.x) > window.width ||
    Math.max(a.y, b.y) < 0 ||
    Math.min(a.y, b.y) > window.height
  );
}

/** An arrowhead at each edge's end; an agreement has no direction. */
function arrows(pen: Pen, stroke: Stroke): void {
  pen.fillStyle = stroke.colour;
  pen.beginPath();
  for (const [edge, , through, b] of stroke.edges) {
    if (edge.relation === "agreement") continue;
    const length = Math.hypot(b.x - through.x, b.y - through.y) || 1;
    const [ux, uy] = [(b.x - through.x) / length, (b.y - through.y) / length];
    const tip = { x: b.x - ux * 10, y: b.y - uy * 10 };
    const half = 2.4 + stroke.width;
    pen.moveTo(tip.x, tip.y);
    pen.lineTo(tip.x - ux * 8 - uy * half, tip.y - uy * 8 + ux * half);
    pen.lineTo(tip.x - ux * 8 + uy * half, tip.y - uy * 8 - ux * half);
    pen.closePath();
  }
  pen.fill();
}

function trace(pen: Pen, level: string, { x, y }: Spot, size: number): void {
  const shape = shapeOf(level);
  if (shape === "diamond") {
    pen.moveTo(x, y - size * 1.25);
    pen.lineTo(x + size * 1.25, y);
    pen.lineTo(x, y + size * 1.25);
    pen.lineTo(x - size * 1.25, y);
    pen.closePath();
  } else if (shape === "square") {
    pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  } else if (shape === "triangle") {
    pen.moveTo(x, y - size * 1.15);
    pen.lineTo(x + size * 1.1, y + size * 0.85);
    pen.lineTo(x - size * 1.1, y + size * 0.85);
    pen.closePath();
  } else {
    pen.moveTo(x + size, y);
    pen.arc(x, y, size, 0, Math.PI * 2);
  }
}

interface Seen {
  node: NetNode;
  here: Spot;
}

function nodes(pen: Pen, scene: Scene, theme: Theme, seen: readonly Seen[]): void {
  for (const { node, here } of seen) {
    const stepsBack = scene.near !== null && !scene.near.has(node.id);
    const colour = faded(levelColour(theme, node.level), theme.paper, stepsBack ? 0.22 : 1);
    const size = sizeOf(node.level);
    pen.beginPath();
    trace(pen, node.level, here, size);
    // What does not exist yet, or no more, is hollow.
    pen.fillStyle = node.state === "existing" ? colour : theme.paper;
    pen.fill();
    if (node.state !== "existing") {
      pen.strokeStyle = colour;
      pen.lineWidth = 1.6;
      pen.setLineDash(node.state === "planned" ? [3, 2] : []);
      pen.stroke();
      pen.setLineDash([]);
    }
    if (scene.lacking.has(node.id) && !stepsBack) ring(pen, here, size + 5, theme.ghost, [3, 3]);
    const { selected, hovered } = scene.focus;
    if (node.id === selected || node.id === hovered) ring(pen, here, size + 6, theme.focus, []);
  }
}

function ring(pen: Pen, { x, y }: Spot, radius: number, colour: string, dash: number[]): void {
  pen.beginPath();
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.lineWidth = 2;
  pen.strokeStyle = colour;
  pen.setLineDash(dash);
  pen.stroke();
  pen.setLineDash([]);
}

function groups(pen: Pen, scene: Scene, layout: Layout, theme: Theme, at: (s: Spot) => Spot): void {
  pen.textAlign = "center";
  for (const group of scene.network.groups) {
    const spot = layout.spots.get(group.id);
    if (!spot) continue;
    const here = at(spot);
    const stepsBack = scene.near !== null && !scene.near.has(group.id);
    const colour = faded(levelColour(theme, group.level), theme.paper, stepsBack ? 0.3 : 1);
    const half = boxOf(pen, group);
    pen.beginPath();
    pen.rect(here.x - half, here.y - 12, half * 2, 24);
    pen.fillStyle = faded(levelColour(theme, group.level), theme.paper, 0.12);
    pen.fill();
    pen.strokeStyle = colour;
    pen.lineWidth = group.id === scene.focus.selected || group.id === scene.focus.hovered ? 2.6 : 1;
    pen.stroke();
    pen.fillStyle = colour;
    pen.font = `700 12.5px ${FONT}`;
    pen.fillText(String(group.count), here.x, here.y + 4.5);
  }
  pen.textAlign = "left";
}

function boxOf(pen: Pen, group: Group): number {
  pen.font = `700 12.5px ${FONT}`;
  return Math.max(pen.measureText(String(group.count)).width / 2 + 8, 15);
}

type Box = readonly [number, number, number, number];

/** Names stand under their bodies, or beside them where rows are dense; who matters more goes first. */
function names(
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
  const taken: Box[] = marks;
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

function written(pen: Pen, text: string, { x, y }: Spot, colour: string, halo: string): void {
  pen.lineWidth = 3.5;
  pen.lineJoin = "round";
  pen.strokeStyle = halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** Return a text in lines no wider than `width` pixels, where its words allow. */
export function wrapped(pen: Pick<Pen, "measureText">, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
