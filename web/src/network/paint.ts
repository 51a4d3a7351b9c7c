/** Draws a scene: the same strokes for the screen, the PNG and the SVG. */

import type { Group } from "./answer";
import { edges } from "./edges";
import type { Layout, Spot } from "./layout";
import { NARROW, STRIP } from "./layout";
import type { Theme } from "./looks";
import { faded, levelColour } from "./looks";
import { names } from "./names";
import type { Pen } from "./pen";
import type { Scene } from "./scene";
import type { Camera, Seen, Window } from "./strokes";
import { FONT, LINE_HEIGHT, sizeOf, trace, wrapped, written } from "./strokes";

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

function nodes(pen: Pen, scene: Scene, theme: Theme, seen: readonly Seen[]): void {
  for (const { node, here } of seen) {
    const stepsBack = scene.near !== null && !scene.near.has(node.id);
    const colour = faded(levelColour(theme, node.level), theme.paper, stepsBack ? 0.22 : 1);
    const size = sizeOf(node.level);
    pen.beginPath();
    trace(pen, node.level, here, size);
    // What does not exist yet, or no more, is hollow.
    // What lies outside the municipality that was asked for is pale.
    pen.fillStyle =
      node.state !== "existing"
        ? theme.paper
        : node.outside
          ? faded(levelColour(theme, node.level), theme.paper, stepsBack ? 0.1 : 0.3)
          : colour;
    pen.fill();
    if (node.state !== "existing" || node.outside) {
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
