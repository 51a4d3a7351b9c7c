MATCH (plan:Document)<-[:PLAN]-(activity:Activity)<-[:HAS_ACTIVITY]-
  (responsibility:Responsibility)-[:HAS_PERSON]->(person:Person)
WHERE ($plan = '' OR plan.iri = $plan)
  AND ($person = '' OR person.iri = $person)
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(basis:Basis)
// Of several places the first: a row that a page break split is one row.
WHERE NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(earlier:Basis)
  WHERE earlier.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  person.iri AS person,
  activity.iri AS activity,
  responsibility.printedForm AS printedForm,
  basis.clausePrinted AS clause,
  basis.iri AS basis
