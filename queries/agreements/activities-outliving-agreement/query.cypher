MATCH (agreement:Agreement)<-[:CONCERNS]-(activity:Activity)-[:PLAN]->(plan:Document)
WHERE activity.deadlineEnd > agreement.validTo
  AND NOT EXISTS {
    MATCH (agreement)<-[:RENEWS]-(:Agreement)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
  }
  AND NOT EXISTS {
    MATCH (activity)<-[:HAS_ACTIVITY]-(completion:Completion)
    WHERE completion.date <= agreement.validTo
  }
OPTIONAL MATCH (agreement)-[:RESPONSIBLE_BODY]->(responsible:Body)
OPTIONAL MATCH (agreement)-[:PARTY]->(party:Body)
WITH activity, plan, agreement, responsible.iri AS responsible, min(party.iri) AS party
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  activity.deadlineEnd AS deadlineEnd,
  agreement.iri AS agreement,
  agreement.validTo AS validTo,
  coalesce(responsible, party) AS owner,
  basis.clausePrinted AS clause,
  basis.iri AS basis
