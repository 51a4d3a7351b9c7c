MATCH (dependency:Dependency)-[:TO_ACTIVITY]->(dependent:Activity)-[:PLAN]->(plan:Document),
  (dependency)-[:FROM_ACTIVITY]->(needed:Activity)
WHERE $plan = '' OR plan.iri = $plan
// Of several places the last: headings and rows it leans on come before its own line.
OPTIONAL MATCH (dependency)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (dependency)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom > basis.lineFrom
}
RETURN DISTINCT
  needed.iri AS needed,
  dependent.iri AS dependent,
  coalesce(dependency.reason_ru, dependency.reason_en) AS reason,
  dependency.certainty AS certainty,
  basis.clausePrinted AS clause,
  basis.iri AS basis
