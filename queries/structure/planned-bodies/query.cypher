MATCH (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/planned'})<-[:STATUS]-(body:Body)
MATCH (body)-[:KIND]->(kind:Concept)
MATCH (body)-[:JURISDICTION]->(territory:Territory)
WHERE ($jurisdiction = ''
    OR EXISTS { MATCH (territory)-[:WITHIN*0..30]->(:Territory {iri: $jurisdiction}) })
  AND NOT EXISTS {
    MATCH (body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
  }
OPTIONAL MATCH (body)<-[:CREATES]-(activity:Activity)
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  body.iri AS body,
  kind.iri AS kind,
  activity.iri AS activity,
  activity.deadlinePrinted AS deadline,
  activity.deadlineEnd AS deadlineEnd,
  basis.clausePrinted AS clause,
  basis.iri AS basis
