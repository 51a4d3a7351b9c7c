/** Colours, shapes and dashes. Nothing is told by colour alone: a level has a shape, a family of
 * relations a dash, a state a sign of its own. */

import type { State } from "./answer";

export type Shape = "diamond" | "square" | "triangle" | "circle";

export interface Theme {
  ink: string;
  soft: string;
  paper: string;
  halo: string;
  focus: string;
  ghost: string;
  expiring: string;
  path: string;
  level: Record<string, string>;
  family: Record<Family, string>;
}

export type Family = "leading" | "agreement" | "support" | "structure" | "control" | "partnership";

export const LIGHT: Theme = {
  ink: "#1b2430",
  soft: "#566273",
  paper: "#fffefb",
  halo: "rgba(255,254,251,.92)",
  focus: "#c2560c",
  ghost: "#b3132f",
  expiring: "#b06a00",
  path: "#b0126b",
  level: { federal: "#6f2b8a", regional: "#0d56a6", municipal: "#0f7255", institution: "#9c4a0a" },
  family: {
    leading: "#2f6fb5",
    agreement: "#b5541c",
    support: "#2b855d",
    structure: "#6b7280",
    control: "#8a3ea1",
    partnership: "#7a6a1d",
  },
};

export const DARK: Theme = {
  ink: "#e7e9ec",
  soft: "#a5afbc",
  paper: "#171c22",
  halo: "rgba(23,28,34,.9)",
  focus: "#ffb168",
  ghost: "#ff7d8d",
  expiring: "#f2b84b",
  path: "#ff86c8",
  level: { federal: "#c99adf", regional: "#7db7f2", municipal: "#62c9a3", institution: "#eb9d61" },
  family: {
    leading: "#79aee6",
    agreement: "#ef9a63",
    support: "#66bd93",
    structure: "#9aa4b1",
    control: "#cb93dd",
    partnership: "#cdbb62",
  },
};

const SHAPES: Record<string, Shape> = {
  federal: "diamond",
  regional: "square",
  municipal: "triangle",
};

const FAMILIES: Record<Family, readonly string[]> = {
  leading: ["coordinates", "manages", "guides", "organizes-work-of", "subordinate-to"],
  agreement: ["agreement"],
  support: ["supports-methodically", "trains", "recommends-to", "informs", "serves"],
  structure: ["attached-to", "unit-of", "hosted-by", "part-of-network", "represented-in", "creates"],
  control: ["monitors", "evaluates", "controls-execution", "approves", "approves-composition", "agrees-plan"],
  partnership: [],
};
const FAMILY = new Map(
  Object.entries(FAMILIES).flatMap(([family, codes]) => codes.map((c) => [c, family as Family])),
);
const DASHES: Record<Family, readonly number[]> = {
  leading: [],
  agreement: [7, 3],
  support: [12, 3],
  structure: [2, 2.5],
  control: [9, 3, 2, 3],
  partnership: [1.5, 4],
};

/** Return the shape of a level's bodies: a circle for a level without one of its own. */
export function shapeOf(level: string): Shape {
  return SHAPES[level] ?? "circle";
}

/** The families in the order of the legend. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as Family[];

/** Return the family of a relation; what is in no other is partnership. */
export function familyOf(relation: string): Family {
  return FAMILY.get(relation) ?? "partnership";
}

export function levelColour(theme: Theme, level: string): string {
  return theme.level[level] ?? theme.soft;
}

/** How an edge is drawn: a state that wants attention wins over the relation's own colour. */
export function lineOf(
  theme: Theme,
  relation: string,
  state: State,
): { colour: string; dash: readonly number[]; width: number } {
  const family = familyOf(relation);
  if (state === "ghost") return { colour: theme.ghost, dash: [3, 5], width: 2 };
  if (state === "expiring") return { colour: theme.expiring, dash: DASHES[family], width: 2.4 };
  if (state === "expired") return { colour: theme.soft, dash: [1, 6], width: 1.4 };
  if (state === "planned") return { colour: theme.family[family], dash: [4, 7], width: 1.2 };
  return { colour: theme.family[family], dash: DASHES[family], width: 1.4 };
}

/** Return a colour at some strength over the paper, so that the pen needs no transparency. */
export function faded(colour: string, paper: string, strength: number): string {
  const mixed = [1, 3, 5].map((at) => {
    const [top, under] = [colour, paper].map((c) => parseInt(c.slice(at, at + 2), 16));
    return Math.round((under ?? 0) + ((top ?? 0) - (under ?? 0)) * strength);
  });
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
