MATCH (agreement:Agreement)<-[:CONCERNS]-(activity:Activity)-[:PLAN]->(plan:Document)
WHERE NOT EXISTS { MATCH (:Agreement)-[:RENEWS]->(agreement) }
OPTIONAL MATCH (agreement)-[:STATES]->(stated:Statement {property: 'validTo'})
WITH activity, plan, agreement, coalesce(stated.date, agreement.validTo) AS validTo
WHERE activity.deadlineEnd > validTo
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  activity.deadlineEnd AS deadlineEnd,
  agreement.iri AS agreement,
  validTo,
  basis.clausePrinted AS clause,
  basis.iri AS basis
