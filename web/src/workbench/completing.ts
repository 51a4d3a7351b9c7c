/** Which terms fit what stands before the cursor: by their name, or by a word of what they are called. */

/** A term of the service's `/api/terms`. */
export interface Term {
  name: string;
  kind: string;
  label: string;
  definition?: string;
  of?: string;
}

export interface Vocabulary {
  prefixes: Record<string, string>;
  sparql: Term[];
  cypher: Term[];
}

export type Engine = "sparql" | "cypher";

/** What stands before the cursor and is being completed, from where on, and which kinds fit there. */
export interface Begun {
  from: number;
  text: string;
  kinds: readonly string[] | null;
}

/** A query that runs as it stands: a question of the catalogue, or an example. */
export interface Ready {
  id: string;
  title: string;
}

const MOST = 40;
const READY_MOST = 8;
const KEYWORDS: Record<Engine, readonly string[]> = {
  sparql: [
    "ASK", "BIND", "COALESCE", "CONSTRUCT", "CONTAINS", "COUNT", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER",
    "FROM", "GRAPH", "GROUP BY", "HAVING", "LANG", "LCASE", "LIMIT", "MAX", "MIN", "MINUS", "NOT EXISTS",
    "OFFSET", "OPTIONAL", "ORDER BY", "PREFIX", "REGEX", "SAMPLE", "SELECT", "STRSTARTS", "SUM", "UNION",
    "VALUES", "WHERE",
  ],
  cypher: [
    "AND", "AS", "CASE", "coalesce", "collect", "CONTAINS", "count", "DESC", "DISTINCT", "EXISTS", "IN",
    "IS NOT NULL", "IS NULL", "length", "LIMIT", "MATCH", "NOT", "OPTIONAL MATCH", "OR", "ORDER BY", "RETURN",
    "SKIP", "STARTS WITH", "toLower", "UNION", "UNWIND", "WHERE", "WITH",
  ],
};

/** Return what is begun at the end of a text, null where nothing is: within quotes, after a `?`. */
export function begun(before: string, engine: Engine): Begun | null {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (engine === "sparql") {
    const found = /(?:<[^\s<>]*|[\p{L}\p{N}_-]+:[\p{L}\p{N}_-]*|[\p{L}][\p{L}\p{N}_-]*)$/u.exec(line);
    if (!found || quoted(line.slice(0, found.index)) || /[?$@]$/.test(line.slice(0, found.index))) return null;
    return { from: before.length - found[0].length, text: found[0], kinds: null };
  }
  const found = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(line);
  const text = found?.[0] ?? "";
  const rest = line.slice(0, line.length - text.length);
  if (quoted(rest) || rest.endsWith("$")) return null;
  const from = before.length - text.length;
  if (/\[[^\]]*[:|]$/.test(rest)) return { from, text, kinds: ["relationship"] };
  if (/[:|]$/.test(rest)) return { from, text, kinds: ["label"] };
  if (/\w\.$/.test(rest)) return { from, text, kinds: ["property"] };
  return text ? { from, text, kinds: null } : null;
}

/** Return whether a line's end stands within quotes or a comment. */
function quoted(line: string): boolean {
  const open = line.replace(/\\./g, "").replace(/"[^"]*"|'[^']*'|<[^>\s]*>/g, "");
  return /["']|\/\/|(^|\s)#/.test(open);
}

/**
 * Return the word that stands alone on the last line of a text and outside all brackets: who types
 * one there has begun no query yet, and may want a whole one.
 */
export function alone(before: string): string {
  const line = before.slice(before.lastIndexOf("\n") + 1).trim();
  if (!/^\p{L}[\p{L}\p{N}-]{2,}$/u.test(line)) return "";
  const code = before.replace(/<[^\s<>]*>|"[^"\n]*"|'[^'\n]*'|(#|\/\/).*/g, "");
  const depth = (open: string, closed: string) => code.split(open).length - code.split(closed).length;
  return depth("{", "}") === 0 && depth("(", ")") === 0 ? line : "";
}

/** Return the ready queries with a word in their titles that begins like the one typed. */
export function readyFor(known: readonly Ready[], word: string): Ready[] {
  const typed = plain(word);
  const words = (one: Ready) => plain(one.title).split(/[^\p{L}\p{N}]+/u);
  return known.filter((one) => words(one).some((part) => part.startsWith(typed))).slice(0, READY_MOST);
}

/** Return the terms and keywords that fit, the best first. */
export function fitting(vocabulary: Vocabulary, engine: Engine, what: Begun): Term[] {
  const text = plain(what.text).replace(/^</, "");
  const scored: [number, string, Term][] = [];
  for (const term of terms(vocabulary, engine)) {
    if (what.kinds && !what.kinds.includes(term.kind)) continue;
    const score = text ? fits(term, text) : 1;
    if (score) scored.push([score, term.label || term.name, term]);
  }
  scored.sort((a, b) => a[0] - b[0] || order(a[2]) - order(b[2]) || a[1].localeCompare(b[1]));
  return scored.slice(0, MOST).map(([, , term]) => term);
}

function terms(vocabulary: Vocabulary, engine: Engine): Term[] {
  const keywords = KEYWORDS[engine].map((name) => ({ name, kind: "keyword", label: "" }));
  if (engine === "sparql") {
    const prefixes = Object.entries(vocabulary.prefixes).map(([name, iri]) => ({
      name: `${name}:`, kind: "prefix", label: "", definition: iri,
    }));
    return [...vocabulary.sparql, ...prefixes, ...keywords];
  }
  // A code is the same address in both languages: in Cypher it is a text.
  const codes = vocabulary.sparql
    .filter((term) => term.kind === "concept")
    .map((term) => ({ ...term, name: `'${term.name.slice(1, -1)}'` }));
  return [...vocabulary.cypher, ...codes, ...keywords];
}

/** Return how well a term fits: 1 is best, 0 is not at all. */
function fits(term: Term, typed: string): number {
  const name = plain(term.name);
  const local = name.slice(name.lastIndexOf(":") + 1);
  // After a prefix a Russian word does, too: `rms:соглаш`.
  const own = /^([\w-]+:)([а-я].*)$/.exec(typed);
  if (own && !name.startsWith(own[1] ?? "")) return 0;
  const text = own?.[2] ?? typed;
  if (name.startsWith(text) || local.startsWith(text)) return 1;
  const label = plain(term.label);
  if (label.startsWith(text)) return 2;
  if (label.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(text))) return 3;
  return text.length > 2 && name.includes(text) ? 4 : 0;
}

const KINDS = ["class", "label", "property", "relationship", "keyword", "prefix", "concept"];

function order(term: Term): number {
  return KINDS.indexOf(term.kind);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е");
}
