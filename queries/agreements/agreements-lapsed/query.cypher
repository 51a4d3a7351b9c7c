MATCH (agreement:Agreement)-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
MATCH (agreement)-[:PARTY]->(party:Body)
WHERE NOT EXISTS { MATCH (:Agreement)-[:RENEWS]->(agreement) }
OPTIONAL MATCH (agreement)-[:STATES]->(stated:Statement {property: 'validTo'})
OPTIONAL MATCH (agreement)-[:STATES]->(numbered:Statement {property: 'number'})
OPTIONAL MATCH (agreement)-[:RESPONSIBLE_BODY]->(responsible:Body)
WITH agreement, numbered, party, responsible, coalesce(stated.date, agreement.validTo) AS validTo
WHERE validTo < $date
RETURN DISTINCT
  agreement.iri AS agreement,
  coalesce(numbered.value, agreement.number) AS number,
  validTo,
  party.iri AS party,
  responsible.iri AS responsible
