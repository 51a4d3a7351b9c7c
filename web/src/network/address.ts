/** What is shown, as the page's address says it: every view has a link, and Back works. */

export interface View {
  region: string;
  district: string;
  centre: string;
  depth: string;
  levels: string[];
  relations: string[];
  kinds: string[];
  directions: string[];
  date: string;
  layer: string;
  expand: string[];
  selected: string;
  from: string;
  to: string;
  along: string;
  lang: string;
}

const LISTS = ["levels", "relations", "kinds", "directions", "expand"] as const;
const SINGLE = [
  "region",
  "district",
  "centre",
  "depth",
  "date",
  "layer",
  "selected",
  "from",
  "to",
  "along",
  "lang",
] as const;
/** These choose what is marked on the stage, not what is on it. */
const OWN = new Set<string>(["selected", "from", "to", "along"]);

/** Return the view that the part of an address after `?` tells; what it does not say is empty. */
export function read(search: string): View {
  const given = new URLSearchParams(search);
  const view = Object.fromEntries(SINGLE.map((name) => [name, given.get(name) ?? ""]));
  const lists = Object.fromEntries(
    LISTS.map((name) => [
      name,
      given
        .getAll(name)
        .flatMap((text) => text.split(","))
        .filter(Boolean),
    ]),
  );
  return { ...view, ...lists } as unknown as View;
}

/** Return a view as the part of an address after `?`; only what is chosen is named. */
export function write(view: View): string {
  return parameters(view, () => true).toString();
}

/** Return what the server is asked for a view. */
export function asked(view: View): string {
  return parameters(view, (name) => !OWN.has(name)).toString();
}

function parameters(view: View, wanted: (name: string) => boolean): URLSearchParams {
  const found = new URLSearchParams();
  for (const name of SINGLE) if (view[name] && wanted(name)) found.set(name, view[name]);
  for (const name of LISTS)
    if (view[name].length && wanted(name)) found.set(name, view[name].join(","));
  return found;
}
