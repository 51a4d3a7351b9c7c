import { expect, test } from "vitest";
import type { Group, NetEdge, Network, NetNode } from "./answer";
import { layOut, STRIP } from "./layout";
import { bend, edges } from "./edges";
import { LIGHT } from "./looks";
import { SvgPen } from "./pen";
import { edgeUnder, Places } from "./places";
import { sceneOf } from "./scene";

const node = (id: string, level: string, x: number, y = 0.5): NetNode => ({
  id,
  label: id,
  short: id,
  level,
  kind: "k",
  kindLabel: "k",
  district: null,
  state: "existing",
  outside: false,
  x,
  y,
  hidden: 0,
  synthetic: false,
});

const level = (code: string): Network["levels"][number] => ({ id: code, code, label: code, count: 1 });

const network: Network = {
  date: "2026-11-22",
  layer: "facts",
  sequence: 1,
  region: null,
  district: null,
  centre: null,
  synthetic: "",
  levels: [level("federal"), level("regional"), level("municipal")],
  relations: [],
  regions: [],
  districts: [],
  kinds: [],
  directions: [],
  nodes: [node("a", "regional", 0.5), node("b", "municipal", 0), node("c", "municipal", 1)],
  groups: [],
  edges: ["b", "c"].map((target) => ({
    id: `a-${target}`,
    source: "a",
    target,
    relation: "coordinates",
    state: "in-force" as const,
    from: null,
    to: null,
    function: null,
    basis: null,
    href: "",
    count: 1,
  })),
  missing: [],
  undated: { bodies: 0, edges: 0 },
  counts: {},
};
const quiet = { selected: "", hovered: "", edge: "", chain: null };

test("a level without bodies takes no room, and lanes follow the order of the levels", () => {
  const { lanes } = layOut(network, 1000, 600);
  expect(lanes.map((lane) => lane.level.code)).toEqual(["regional", "municipal"]);
  expect(lanes[0]?.bottom).toBeLessThan(lanes[1]?.top ?? 0);
});

test("everything stands in its lane, right of the lanes' names", () => {
  const { lanes, spots } = layOut(network, 1000, 600);
  for (const one of network.nodes) {
    const lane = lanes.find((l) => l.level.code === one.level);
    const spot = spots.get(one.id);
    expect(spot?.y).toBeGreaterThan(lane?.top ?? NaN);
    expect(spot?.y).toBeLessThan(lane?.bottom ?? NaN);
    expect(spot?.x).toBeGreaterThan(STRIP);
    expect(spot?.x).toBeLessThan(1000);
  }
});

test("what is under a point is found, and nothing where nothing is", () => {
  const layout = layOut(network, 1000, 600);
  const places = new Places(network, layout);
  const spot = layout.spots.get("c") ?? { x: 0, y: 0 };
  expect(places.under({ x: spot.x + 9, y: spot.y - 9 }, 15)).toBe("c");
  expect(places.under({ x: spot.x - 60, y: spot.y }, 15)).toBe("");
});

test("the arrow keys go to the nearest in their direction", () => {
  const places = new Places(network, layOut(network, 1000, 600));
  expect(places.beside("b", 1, 0)).toBe("c");
  expect(places.beside("b", 0, -1)).toBe("a");
  expect(places.beside("a", 0, -1)).toBe("a");
  expect(places.beside("", 1, 0)).toBe("a");
});

test("a bent edge is found where it is drawn", () => {
  const layout = layOut(network, 1000, 600);
  const scene = sceneOf(network, quiet);
  const [a, c] = [layout.spots.get("a"), layout.spots.get("c")];
  if (!a || !c) throw new Error("no spots");
  const through = bend(a, c, 0);
  const middle = { x: (a.x + 2 * through.x + c.x) / 4, y: (a.y + 2 * through.y + c.y) / 4 };
  expect(edgeUnder(scene, layout, middle, 6)).toBe("a-c");
  expect(edgeUnder(scene, layout, { x: middle.x, y: 5 }, 6)).toBe("");
});

test("the chosen body's neighbours stand out, the others step back", () => {
  const scene = sceneOf(network, { ...quiet, selected: "b" });
  expect(scene.near).toEqual(new Set(["a", "b"]));
  expect(scene.edges.filter((e) => e.strong).map((e) => e.edge.id)).toEqual(["a-b"]);
});

test("a chain shows nothing but its steps", () => {
  const [edge] = network.edges;
  if (!edge) throw new Error("no edge");
  const step = { source: "a", target: "b", relation: "coordinates", label: "", forward: true, edge };
  const chain = { found: true, steps: [step], nodes: network.nodes.slice(0, 2) };
  const scene = sceneOf(network, { ...quiet, hovered: "c", chain });
  expect(scene.edges.map((e) => e.edge.id)).toEqual(["a-b"]);
  expect(scene.near).toEqual(new Set(["a", "b"]));
});

const group: Group = {
  id: "g:municipal:t",
  level: "municipal",
  district: "t",
  label: "g",
  count: 9,
  x: 0.5,
  y: 0.5,
  parent: "a",
};

test("a group stands in its lane, and without the strip of names there is room for all", () => {
  const { lanes, spots } = layOut({ ...network, groups: [group] }, 400, 600);
  const lane = lanes.find((one) => one.level.code === "municipal");
  const spot = spots.get(group.id);
  expect(spot?.y).toBeGreaterThan(lane?.top ?? NaN);
  expect(spot?.y).toBeLessThan(lane?.bottom ?? NaN);
  expect(spots.get("b")?.x).toBeLessThan(STRIP); // on a narrow screen the names stand above
});

test("edges of one pair lie side by side", () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 100, y: 80 },
  ];
  const through = [0, 1, 2, 3].map((nth) => bend(a, b, nth));
  expect(new Set(through.map((spot) => `${spot.x} ${spot.y}`)).size).toBe(4);
});

/** Return the paths that edges between `a` and others are drawn by: lines and arrowheads. */
function drawnPaths(own: readonly NetEdge[], groups: Group[] = [], moved = 0): { lines: string[]; heads: string[] } {
  const shown = { ...network, edges: [...own], groups };
  const ruler = { font: "", measureText: () => ({ width: 0 }) as TextMetrics };
  const pen = new SvgPen(ruler);
  const layout = layOut(shown, 1000, 600);
  const at = (spot: { x: number; y: number }): { x: number; y: number } => ({ x: spot.x + moved, y: spot.y });
  edges(pen, sceneOf(shown, quiet), layout, LIGHT, at, { width: 1000, height: 600 });
  const paths = pen.image(1000, 600, "#fff", "").match(/<path [^>]*>/g) ?? [];
  return {
    lines: paths.filter((path) => path.includes('fill="none"')),
    heads: paths.filter((path) => !path.includes('fill="none"') && !path.includes('d=""')),
  };
}

test("an arrowhead points at the end a link leads to; an agreement has none", () => {
  const [edge] = network.edges;
  if (!edge) throw new Error("no edge");
  const { lines, heads } = drawnPaths([edge]);
  const spot = layOut(network, 1000, 600).spots.get("b");
  const [x, y] = (/d="M([\d.]+) ([\d.]+)/.exec(heads[0] ?? "") ?? []).slice(1).map(Number);
  expect(lines).toHaveLength(1);
  expect(Math.hypot((x ?? NaN) - (spot?.x ?? NaN), (y ?? NaN) - (spot?.y ?? NaN))).toBeLessThan(20);
  expect(drawnPaths([{ ...edge, relation: "agreement" }]).heads).toEqual([]);
});

test("what is partly seen is drawn; what is not seen, or told by a wedge, is not", () => {
  const [edge] = network.edges;
  if (!edge) throw new Error("no edge");
  const wedged = { ...edge, target: group.id };
  const half = -(layOut(network, 1000, 600).spots.get("b")?.x ?? 0) - 10;
  expect(drawnPaths([edge], [], half).lines).toHaveLength(1);
  expect(drawnPaths([edge], [], -2000).lines).toHaveLength(0);
  expect(drawnPaths([wedged], [group]).lines).toHaveLength(0);
  expect(drawnPaths([wedged], [{ ...group, parent: null }]).lines).toHaveLength(1);
});

test("the second edge of a pair is found beside the first, where it is drawn", () => {
  const [edge] = network.edges;
  if (!edge) throw new Error("no edge");
  const twice = { ...network, edges: [edge, { ...edge, id: "second" }] };
  const layout = layOut(twice, 1000, 600);
  const [a, b] = [layout.spots.get("a"), layout.spots.get("b")];
  if (!a || !b) throw new Error("no spots");
  const through = bend(a, b, 1);
  const middle = { x: (a.x + 2 * through.x + b.x) / 4, y: (a.y + 2 * through.y + b.y) / 4 };
  expect(edgeUnder(sceneOf(twice, quiet), layout, middle, 6)).toBe("second");
});

test("in a crowd the lowest lane's usual edges step back, never what wants attention", () => {
  const [edge] = network.edges;
  if (!edge) throw new Error("no edge");
  const many = Array.from({ length: 500 }, (_, n) => ({ ...edge, id: `e${n}` }));
  const states = (["ghost", "expiring", "expired", "planned"] as const).map((state) => ({ ...edge, id: state, state }));
  const crowd = { ...network, edges: [...many, ...states] };
  expect(sceneOf(crowd, quiet).edges.map((one) => one.edge.id)).toEqual(states.map((one) => one.id));
  expect(sceneOf(crowd, { ...quiet, selected: "b" }).edges).toHaveLength(504);
});

test("a body that lacks something is told", () => {
  const lack = { node: "b", label: "b", what: "", href: "" };
  expect(sceneOf({ ...network, missing: [lack] }, quiet).lacking).toEqual(new Set(["b"]));
});
