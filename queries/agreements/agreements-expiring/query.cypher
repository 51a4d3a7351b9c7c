MATCH (agreement:Agreement)-[:STATUS]->
  (made:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
WHERE agreement.validTo >= $date
  AND agreement.validTo <= $date + duration({days: $days})
  AND NOT EXISTS { MATCH (agreement)<-[:RENEWS]-(:Agreement)-[:STATUS]->(made) }
OPTIONAL MATCH (agreement)-[:RESPONSIBLE_BODY]->(responsible:Body)
OPTIONAL MATCH (agreement)-[:PARTY]->(party:Body)
WITH agreement, responsible.iri AS responsible, min(party.iri) AS party
WITH agreement, coalesce(responsible, party) AS owner
OPTIONAL MATCH (agreement)-[:PARTY]->(other:Body)
WHERE other.iri <> owner
WITH agreement, owner, min(other.iri) AS partner
RETURN DISTINCT
  agreement.iri AS agreement,
  agreement.number AS number,
  agreement.validTo AS validTo,
  CASE
    WHEN agreement.validTo <= $date THEN 0
    WHEN agreement.validTo <= $date + duration({days: 7}) THEN 7
    WHEN agreement.validTo <= $date + duration({days: 30}) THEN 30
    WHEN agreement.validTo <= $date + duration({days: 90}) THEN 90
    ELSE $days
  END AS within,
  owner,
  partner
ORDER BY validTo, agreement, coalesce(owner, '')
