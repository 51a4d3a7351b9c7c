/** Draws the edges: bundled by look, bent where several join one pair, with arrowheads. */

import type { NetEdge } from "./answer";
import type { Layout, Spot } from "./layout";
import type { Theme } from "./looks";
import { faded, familyOf, lineOf } from "./looks";
import type { Pen } from "./pen";
import type { Scene } from "./scene";
import type { Window } from "./strokes";

/** A path of more segments than this is slow to stroke without a graphics card. */
const SEGMENTS = 256;
/** More edges than this at one body are drawn thinner. */
const MANY_STRONG = 16;

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

interface Stroke {
  colour: string;
  dash: readonly number[];
  width: number;
  edges: [NetEdge, Spot, Spot, Spot][];
}

/** Draw the edges; the ones that stand out come last, above the others. */
export function edges(
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
