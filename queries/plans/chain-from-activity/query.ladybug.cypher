// No pattern repeats a pair of steps here. Instead a list starts with the activity and grows by what
// its members are needed for, 32 times over all dependencies: so long a chain is found whole.
MATCH (needed:Activity)<-[:FROM_ACTIVITY]-(:Dependency)-[:TO_ACTIVITY]->(dependent:Activity)
WITH collect([needed.iri, dependent.iri]) AS steps
WITH steps + steps AS steps
WITH steps + steps AS steps
WITH steps + steps AS steps
WITH steps + steps AS steps
WITH steps + steps AS steps
WITH list_reduce(
  [[$activity]] + steps,
  (found, step) -> CASE
    WHEN list_contains(found, step[1]) AND NOT list_contains(found[2:], step[2])
    THEN list_append(found, step[2])
    ELSE found
  END
)[2:] AS found
UNWIND found AS iri
MATCH (activity:Activity {iri: $activity})
MATCH (dependent:Activity {iri: iri})
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (dependent)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (dependent)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  dependent.iri AS dependent,
  EXISTS {
    MATCH (activity)<-[:FROM_ACTIVITY]-(:Dependency)-[:TO_ACTIVITY]->(dependent)
  } AS direct,
  dependent.deadlinePrinted AS deadline,
  dependent.deadlineEnd AS `end`,
  dependent.responsiblePrinted AS responsiblePrinted,
  basis.clausePrinted AS clause,
  basis.iri AS basis
