MATCH (council:Body)<-[:OBJECT]-(record:Relation)-[:SUBJECT_POST]->(post:Post)
WHERE ($council = '' OR council.iri = $council)
  AND record.relation = 'https://w3id.org/methodnet/scheme/relation/chairs'
  AND record.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
MATCH (council)<-[:ORGANIZATION]-(membership:Membership)-[:MEMBER]->(chair:Person)
WHERE membership.role = 'https://w3id.org/methodnet/scheme/role/chair'
  AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(laterMembership:Statement {property: 'validFrom'})
    WHERE laterMembership.date > $date
  }
  AND NOT EXISTS {
    MATCH (chair)<-[:MEMBER]-(tenure:Membership)-[:HAS_POST]->(post)
    WHERE (tenure.validFrom IS NULL OR tenure.validFrom <= $date)
      AND (tenure.validTo IS NULL OR tenure.validTo >= $date)
      AND NOT EXISTS {
        MATCH (tenure)-[:STATES]->(laterTenure:Statement {property: 'validFrom'})
        WHERE laterTenure.date > $date
      }
  }
OPTIONAL MATCH (chair)<-[:MEMBER]-(former:Membership)-[:HAS_POST]->(post)
WHERE former.validTo < $date
WITH council, chair, post, record, max(former.validTo) AS heldUntil
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  council.iri AS council,
  chair.iri AS chair,
  post.iri AS post,
  heldUntil,
  basis.clausePrinted AS clause,
  basis.iri AS basis
