// Named itself, or as one of a kind in the territory of the plan.
MATCH (activity:Activity {iri: $activity})<-[:HAS_ACTIVITY]-(responsibility:Responsibility)-
  [:HAS_BODY|BODY_KIND]->(named)<-[:KIND*0..1]-(body:Body)-[:JURISDICTION]->(place:Territory)
MATCH (activity)-[:PLAN]->(plan:Document)
WHERE (
    named.iri = body.iri
    OR EXISTS { MATCH (place)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(plan) }
  )
  AND EXISTS {
    MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
  }
  AND (body.validFrom IS NULL OR body.validFrom <= $date)
  AND (body.validTo IS NULL OR body.validTo >= $date)
  AND NOT EXISTS {
    MATCH (body)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND NOT EXISTS {
    MATCH (body)<-[:HAS_BODY]-(mark:Completion)-[:HAS_ACTIVITY]->(activity)
    WHERE mark.date <= $date
  }
OPTIONAL MATCH (body)<-[:HAS_BODY]-(list:Completeness)
WHERE list.listKind = 'https://w3id.org/methodnet/scheme/list-kind/completions'
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(basis:Basis)
// Of several places the first: a row that a page break split is one row.
WHERE NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(earlier:Basis)
  WHERE earlier.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  body.iri AS body,
  responsibility.printedForm AS printedForm,
  list.asOf AS reportedUpTo,
  basis.clausePrinted AS clause,
  basis.iri AS basis
