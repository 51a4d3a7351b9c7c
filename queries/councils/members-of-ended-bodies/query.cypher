MATCH (council:Body)<-[:ORGANIZATION]-(membership:Membership)-[:MEMBER]->(member:Person)
MATCH (membership)-[:ON_BEHALF_OF|HAS_POST]->(place:Body|Post)
OPTIONAL MATCH (place)-[:POST_IN]->(holder:Body)
WITH council, membership, member, coalesce(holder.iri, place.iri) AS represented
MATCH (body:Body)
WHERE body.iri = represented
  AND body.iri <> council.iri
  AND (body.validTo < $date OR body.validTo IS NULL
    AND body.status = 'https://w3id.org/methodnet/scheme/body-status/dissolved')
  AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
RETURN DISTINCT
  council.iri AS council,
  member.iri AS member,
  body.iri AS body,
  body.validTo AS ended,
  membership.iri AS membership
