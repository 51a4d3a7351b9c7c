MATCH (:Deficit {iri: $deficit})-[:HAS_DIAGNOSTIC]->(diagnostic:Diagnostic)
OPTIONAL MATCH (diagnostic)-[:HAS_BODY]->(body)
OPTIONAL MATCH (diagnostic)-[:STATES]->(held:Statement {property: 'date'})
OPTIONAL MATCH (diagnostic)-[:STATES]->(ending:Statement {property: 'validTo'})
OPTIONAL MATCH (diagnostic)-[:STATES]->(participants:Statement {property: 'participants'})
RETURN DISTINCT
  diagnostic.iri AS diagnostic,
  body.iri AS body,
  coalesce(held.date, diagnostic.date) AS heldOn,
  coalesce(ending.date, diagnostic.validTo) AS validTo,
  coalesce(participants.number, diagnostic.participants) AS participants,
  coalesce(ending.date, diagnostic.validTo) < $date AS outdated
