MATCH (agreement:Agreement)-[:SIGNATORY]->(post:Post)-[:POST_IN]->(body:Body)
OPTIONAL MATCH (agreement)-[:STATES]->(stated:Statement {property: 'signedOn'})
WITH agreement, coalesce(stated.date, agreement.signedOn) AS signedOn, post, body
WHERE signedOn IS NOT NULL
  AND NOT EXISTS {
    MATCH (post)<-[:HAS_POST]-(membership:Membership)-[:MEMBER]->(:Person)
    WHERE (membership.validFrom IS NULL OR membership.validFrom <= signedOn)
      AND (membership.validTo IS NULL OR membership.validTo >= signedOn)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > signedOn
      }
  }
RETURN DISTINCT
  agreement.iri AS agreement,
  signedOn,
  post.iri AS post,
  body.iri AS body
