import { describe, expect, it } from "vitest";
import { alone, begun, fitting, readyFor, type Vocabulary } from "./completing";

const WORDS: Vocabulary = {
  prefixes: { rms: "https://w3id.org/methodnet/ontology#" },
  sparql: [
    { name: "rms:agreementKind", kind: "property", label: "вид соглашения" },
    { name: "rms:Agreement", kind: "class", label: "Соглашение", definition: "Соглашение сторон." },
    { name: "rms:Body", kind: "class", label: "Орган" },
    { name: "<https://w3id.org/methodnet/scheme/level/federal>", kind: "concept", label: "федеральный" },
  ],
  cypher: [
    { name: "Agreement", kind: "label", label: "Соглашение" },
    { name: "AGREEMENT_KIND", kind: "relationship", label: "вид соглашения" },
    { name: "agreementKind", kind: "property", label: "вид соглашения" },
  ],
};

const names = (text: string, engine: "sparql" | "cypher") => {
  const what = begun(text, engine);
  return what ? fitting(WORDS, engine, what).map((term) => term.name) : null;
};

describe("a Russian word", () => {
  it("finds the class first, then what has the word within its name", () => {
    expect(names("SELECT * { ?a a соглаш", "sparql")).toEqual(["rms:Agreement", "rms:agreementKind"]);
  });
  it("is told apart by where it stands in Cypher", () => {
    expect(names("MATCH (a:соглаш", "cypher")).toEqual(["Agreement"]);
    expect(names("MATCH (a)-[:вид", "cypher")).toEqual(["AGREEMENT_KIND"]);
    expect(names("MATCH (a)-[:X|вид", "cypher")).toEqual(["AGREEMENT_KIND"]);
    expect(names("MATCH (a) RETURN a.вид", "cypher")).toEqual(["agreementKind"]);
  });
  it("may stand behind a prefix", () => {
    expect(names("{ ?a rms:соглаш", "sparql")).toEqual(["rms:Agreement", "rms:agreementKind"]);
    expect(names("{ ?a skos:соглаш", "sparql")).toEqual([]);
  });
  it("finds a code as each language writes it", () => {
    expect(names("{ ?b rms:level федер", "sparql")).toEqual([
      "<https://w3id.org/methodnet/scheme/level/federal>",
    ]);
    expect(names("WHERE b.level = федер", "cypher")).toEqual([
      "'https://w3id.org/methodnet/scheme/level/federal'",
    ]);
  });
});

describe("a name", () => {
  it("is completed after its prefix and without it", () => {
    expect(names("{ ?a rms:agr", "sparql")).toEqual(["rms:Agreement", "rms:agreementKind"]);
    expect(names("{ ?a Bod", "sparql")).toEqual(["rms:Body"]);
    expect(names("rms:", "sparql")).toEqual(["rms:Body", "rms:Agreement", "rms:agreementKind", "rms:"]);
    expect(names("rms", "sparql")).toContain("rms:");
  });
  it("begins where the word does", () => {
    expect(begun("SELECT *\n{ ?a a rms:Ag", "sparql")).toEqual({ from: 16, text: "rms:Ag", kinds: null });
  });
});

describe("nothing is proposed", () => {
  it.each([
    ["{ ?a rdfs:label 'соглаш", "sparql"],
    ['{ ?a rdfs:label "соглаш', "sparql"],
    ["# соглаш", "sparql"],
    ["{ ?соглаш", "sparql"],
    ["WHERE a.name = 'соглаш", "cypher"],
    ["// соглаш", "cypher"],
    ["RETURN $соглаш", "cypher"],
    ["MATCH (a)", "cypher"],
  ] as const)("in %s", (text, engine) => {
    expect(names(text, engine)).toBeNull();
  });
});

describe("a word that stands alone", () => {
  it("is where a whole query may be wanted", () => {
    expect(alone("соглаш")).toBe("соглаш");
    expect(alone("PREFIX rms: <https://w3id.org/methodnet/ontology#>\nсоглаш")).toBe("соглаш");
    expect(alone("# истекают {\nсоглаш")).toBe("соглаш");
  });
  it("is none within a query, behind a prefix or before it says anything", () => {
    expect(alone("SELECT * {\n соглаш")).toBe("");
    expect(alone("MATCH (a:соглаш")).toBe("");
    expect(alone("SELECT * { ?a rms:соглаш")).toBe("");
    expect(alone("со")).toBe("");
  });
  it("finds the ready queries with such a word in their titles", () => {
    const ready = [
      { id: "agreements-lapsed", title: "Какие соглашения истекли" },
      { id: "overdue", title: "У чего срок прошёл" },
      { id: "example:0", title: "Отчёт о соглашениях" },
    ];
    expect(readyFor(ready, "соглаш").map((one) => one.id)).toEqual(["agreements-lapsed", "example:0"]);
    expect(readyFor(ready, "отчет").map((one) => one.id)).toEqual(["example:0"]);
    expect(readyFor(ready, "лаш")).toEqual([]);
  });
});

describe("the list", () => {
  it("is no longer than a person reads, and takes ё for е", () => {
    const many = Array.from({ length: 90 }, (_, n) => ({ name: `rms:p${n}`, kind: "property", label: `Учёт ${n}` }));
    const what = begun("{ ?a учет", "sparql");
    if (!what) throw new Error("nothing begun");
    expect(fitting({ ...WORDS, sparql: many }, "sparql", what)).toHaveLength(40);
  });
});
