MATCH (agreement:Agreement)-[:SIGNATORY]->(post:Post)-[:POST_IN]->(body:Body)
WHERE agreement.signedOn IS NOT NULL
  AND NOT EXISTS {
    MATCH (post)<-[:HAS_POST]-(membership:Membership)-[:MEMBER]->(:Person)
    WHERE (membership.validFrom IS NULL OR membership.validFrom <= agreement.signedOn)
      AND (membership.validTo IS NULL OR membership.validTo >= agreement.signedOn)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > agreement.signedOn
      }
  }
RETURN DISTINCT
  agreement.iri AS agreement,
  agreement.signedOn AS signedOn,
  post.iri AS post,
  body.iri AS body
