MATCH (body:Body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(area:Territory)
MATCH (body)<-[:ORGANIZATION]-(old:Membership)-[:MEMBER]->(before)
MATCH (body)<-[:ORGANIZATION]-(new:Membership)-[:MEMBER]->(after)
WHERE ($territory = '' OR area.iri = $territory)
  AND old.role = 'https://w3id.org/methodnet/scheme/role/responsible'
  AND new.role = 'https://w3id.org/methodnet/scheme/role/responsible'
  AND before.iri <> after.iri
  AND new.validFrom > old.validTo
  AND new.validFrom <= $date
  AND new.validFrom > $date - to_days($days)
  AND NOT EXISTS {
    MATCH (body)<-[:ORGANIZATION]-(between:Membership)
    WHERE between.role = 'https://w3id.org/methodnet/scheme/role/responsible'
      AND between.validFrom > old.validTo
      AND between.validFrom < new.validFrom
  }
OPTIONAL MATCH (new)-[:APPOINTED_BY]->(appointedBy)
RETURN DISTINCT
  body.iri AS body,
  before.iri AS before,
  old.validTo AS beforeUntil,
  after.iri AS after,
  new.validFrom AS afterSince,
  appointedBy.iri AS appointedBy
