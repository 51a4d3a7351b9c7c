/** What `GET /api/network` and `GET /api/network/path` answer; documented in docs/http.md. */

export type State = "in-force" | "planned" | "expiring" | "expired" | "ghost";

export interface Named {
  id: string;
  label: string;
  count?: number;
}

export interface Level {
  id: string;
  code: string;
  label: string;
  count: number;
}

export interface Relation {
  code: string;
  label: string;
  inverse: string;
  count: number;
}

export interface Coded {
  code: string;
  label: string;
  count: number;
}

/** A body, or in the layer of norms a kind of bodies; `x` and `y` are 0..1 within its lane. */
export interface NetNode {
  id: string;
  label: string;
  short: string;
  level: string;
  kind: string;
  kindLabel: string;
  district: string | null;
  state: "existing" | "planned" | "ended";
  /** Whether it is shown beside the municipality that was asked for. */
  outside: boolean;
  x: number;
  y: number;
  hidden: number;
  synthetic: boolean;
}

/** Bodies that are told as a number until somebody opens them. */
export interface Group {
  id: string;
  level: string;
  district: string | null;
  label: string;
  count: number;
  x: number;
  y: number;
  parent: string | null;
}

export interface Basis {
  href: string;
  text: string;
  quote: string;
}

export interface NetEdge {
  id: string;
  source: string;
  target: string;
  relation: string;
  state: State;
  from: string | null;
  to: string | null;
  function: string | null;
  basis: Basis | null;
  href: string;
  count: number;
}

export interface Missing {
  node: string;
  label: string;
  what: string;
  href: string;
}

export interface Network {
  date: string;
  layer: "facts" | "norms";
  sequence: number;
  region: Named | null;
  district: Named | null;
  centre: Named | null;
  /** Whether all, some or, as an empty text, none of it is made up. */
  synthetic: "all" | "some" | "";
  levels: Level[];
  relations: Relation[];
  regions: Named[];
  districts: Named[];
  kinds: Coded[];
  directions: Coded[];
  nodes: NetNode[];
  groups: Group[];
  edges: NetEdge[];
  /** The first of what is missing; `counts` has how much it is. */
  missing: Missing[];
  /** How many bodies and links are shown though nothing says since when. */
  undated: { bodies: number; edges: number };
  counts: Record<string, number>;
}

export interface Step {
  source: string;
  target: string;
  relation: string;
  label: string;
  forward: boolean;
  edge: NetEdge;
}

export interface Chain {
  found: boolean;
  steps: Step[];
  nodes: NetNode[];
  reason?: string;
}
