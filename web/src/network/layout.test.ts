import { expect, test } from "vitest";
import type { Network, NetNode } from "./answer";
import { layOut, STRIP } from "./layout";
import { bend } from "./edges";
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
