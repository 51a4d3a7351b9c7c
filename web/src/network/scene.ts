/** What is seen of a network: which bodies and edges stand out, and which step back. */

import type { Chain, NetEdge, Network } from "./answer";

export interface Focus {
  /** The body or group that was chosen, an empty text for none. */
  selected: string;
  /** What the pointer is over, or the keyboard at. */
  hovered: string;
  /** The edge that was chosen. */
  edge: string;
  chain: Chain | null;
}

export interface Scene {
  network: Network;
  focus: Focus;
  /** What stands out; null: everything alike. */
  near: ReadonlySet<string> | null;
  /** The edges on the stage, each with its place among those of the same pair. */
  edges: readonly { edge: NetEdge; strong: boolean; nth: number }[];
  /** Bodies that lack something that a norm demands. */
  lacking: ReadonlySet<string>;
}

/** Above this many, edges of the lowest lane are drawn only for what stands out. */
const MANY_EDGES = 400;

/** Return the scene of a network for what somebody looks at. */
export function sceneOf(network: Network, focus: Focus): Scene {
  const pairs = new Map<string, number>();
  const centre = focus.chain ? "" : focus.hovered || focus.selected;
  const along = chained(focus.chain);
  const near = along ?? (centre || focus.edge ? around(network, centre, focus.edge) : null);
  const steps = new Set(focus.chain?.steps.map((step) => step.edge.id));
  const crowded = network.edges.length > MANY_EDGES;
  const lowest = network.levels.at(-1)?.code ?? "";
  const leaves = new Set(network.nodes.filter((n) => n.level === lowest).map((n) => n.id));
  const edges = network.edges.flatMap((edge) => {
    const pair = [edge.source, edge.target].sort().join(" ");
    const nth = pairs.get(pair) ?? 0;
    pairs.set(pair, nth + 1);
    const strong = focus.chain
      ? steps.has(edge.id)
      : edge.id === focus.edge || (centre !== "" && (edge.source === centre || edge.target === centre));
    if (focus.chain && !strong) return [];
    const leaf = leaves.has(edge.source) || leaves.has(edge.target);
    if (crowded && leaf && !strong && edge.state === "in-force") return [];
    return [{ edge, strong, nth }];
  });
  // A step of the chain may be an edge that the filters leave out.
  for (const step of focus.chain?.steps ?? [])
    if (!network.edges.some((edge) => edge.id === step.edge.id))
      edges.push({ edge: step.edge, strong: true, nth: 0 });
  return { network, focus, near, edges, lacking: new Set(network.missing.map((m) => m.node)) };
}

function chained(chain: Chain | null): ReadonlySet<string> | null {
  return chain?.found ? new Set(chain.nodes.map((node) => node.id)) : null;
}

function around(network: Network, centre: string, chosen: string): ReadonlySet<string> {
  const near = new Set([centre]);
  for (const edge of network.edges) {
    if (edge.source === centre || edge.id === chosen) near.add(edge.target);
    if (edge.target === centre || edge.id === chosen) near.add(edge.source);
  }
  return near;
}
