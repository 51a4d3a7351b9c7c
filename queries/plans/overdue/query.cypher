MATCH (activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
  AND activity.deadlineKind IN [
    'https://w3id.org/methodnet/scheme/deadline-kind/by-day',
    'https://w3id.org/methodnet/scheme/deadline-kind/half-year',
    'https://w3id.org/methodnet/scheme/deadline-kind/interval',
    'https://w3id.org/methodnet/scheme/deadline-kind/month',
    'https://w3id.org/methodnet/scheme/deadline-kind/windows',
    'https://w3id.org/methodnet/scheme/deadline-kind/year'
  ]
  AND activity.deadlineEnd < $date
  AND NOT EXISTS { MATCH (activity)-[:PARENT_ACTIVITY]->(:Activity) }
// Who owes it: named itself, or as one of a kind in the territory of the plan.
OPTIONAL MATCH (activity)<-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND]->(named)
  <-[:KIND*0..1]-(body:Body)
WHERE (
    named.iri = body.iri
    OR EXISTS {
      MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(plan)
    }
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
// Where no such body is recorded, anybody's mark will do.
WITH activity, plan, body
WHERE (
    body IS NULL
    AND NOT EXISTS {
      MATCH (mark:Completion)-[:HAS_ACTIVITY]->(activity)
      WHERE mark.date <= $date
    }
  )
  OR (
    body IS NOT NULL
    AND NOT EXISTS {
      MATCH (body)<-[:HAS_BODY]-(mark:Completion)-[:HAS_ACTIVITY]->(activity)
      WHERE mark.date <= $date
    }
  )
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  body.iri AS body,
  activity.deadlinePrinted AS deadline,
  activity.deadlineEnd AS `end`,
  activity.responsiblePrinted AS responsiblePrinted,
  basis.clausePrinted AS clause,
  basis.iri AS basis
