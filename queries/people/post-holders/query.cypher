MATCH (post:Post)-[:POST_IN]->(body)
MATCH (body)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
OPTIONAL MATCH (post)<-[:HAS_POST]-(membership:Membership)-[:MEMBER]->(person)
WHERE (membership.validFrom IS NULL OR membership.validFrom <= $date)
  AND (membership.validTo IS NULL OR membership.validTo >= $date)
  AND NOT EXISTS {
    MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (membership)-[:APPOINTED_BY]->(appointedBy)
RETURN DISTINCT
  post.iri AS post,
  body.iri AS body,
  person.iri AS person,
  membership.validFrom AS since,
  membership.validTo AS until,
  appointedBy.iri AS appointedBy
