MATCH (council:Body {iri: $council})<-[:OBJECT]-(record:Relation)-[:SUBJECT_POST]->(post:Post)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/chairs'
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
OPTIONAL MATCH (chair)<-[:MEMBER]-(tenure:Membership)-[:HAS_POST]->(post)
WHERE (tenure.validFrom IS NULL OR tenure.validFrom <= $date)
  AND (tenure.validTo IS NULL OR tenure.validTo >= $date)
  AND NOT EXISTS {
    MATCH (tenure)-[:STATES]->(laterTenure:Statement {property: 'validFrom'})
    WHERE laterTenure.date > $date
  }
WITH record, chair, post, count(tenure.iri) > 0 AS holdsPost
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  chair.iri AS chair,
  post.iri AS post,
  holdsPost,
  basis.clausePrinted AS clause,
  basis.iri AS basis
