MATCH ANY SHORTEST (activity:Activity {iri: $activity})
  (()<-[:FROM_ACTIVITY]-(:Dependency)-[:TO_ACTIVITY]->())+
  (dependent:Activity)
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
