MATCH (survivor)<-[:ABOUT]-(decision:IdentityDecision)-[:OTHER_RECORD]->(merged)
WHERE decision.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/same'
  AND ($record = '' OR merged.iri = $record OR survivor.iri = $record)
  AND (decision.decidedOn IS NULL OR decision.decidedOn <= $date)
OPTIONAL MATCH (decision)-[:DECIDED_BY]->(decidedBy:Body)
OPTIONAL MATCH (undoing:IdentityDecision)-[:REVOKES]->(decision)
WHERE undoing.decidedOn IS NULL OR undoing.decidedOn <= $date
RETURN DISTINCT
  decision.iri AS decision,
  survivor.iri AS survivor,
  merged.iri AS merged,
  decision.decidedOn AS decidedOn,
  decidedBy.iri AS decidedBy,
  decision.reason_ru AS reason,
  undoing.iri AS revokedBy,
  undoing.decidedOn AS revokedOn
