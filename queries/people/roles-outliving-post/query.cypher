MATCH (post)<-[:HAS_POST]-(held:Membership)-[:MEMBER]->(person:Person)
MATCH (held)-[:ORGANIZATION]->(postBody:Body)
WHERE held.validTo < $date
  // Who moved to another post of the body is still there.
  AND NOT EXISTS {
    MATCH (person)<-[:MEMBER]-(moved:Membership)-[:ORGANIZATION]->(postBody)
    WHERE EXISTS { MATCH (moved)-[:HAS_POST]->() }
      AND (moved.validFrom IS NULL OR moved.validFrom <= $date)
      AND (moved.validTo IS NULL OR moved.validTo >= $date)
      AND NOT EXISTS {
        MATCH (moved)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
MATCH (person)<-[:MEMBER]-(role:Membership)-[:ORGANIZATION]->(body:Body)
MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND NOT EXISTS { MATCH (role)-[:HAS_POST]->() }
  AND (body.iri = postBody.iri OR EXISTS { MATCH (role)-[:ON_BEHALF_OF]->(postBody) })
  // A role given after the post had ended does not rest on it.
  AND (role.validFrom IS NULL OR role.validFrom <= held.validTo)
  AND (role.validTo IS NULL OR role.validTo >= $date)
RETURN DISTINCT
  role.iri AS role,
  person.iri AS person,
  body.iri AS body,
  role.role AS roleKind,
  post.iri AS post,
  postBody.iri AS postBody,
  held.validTo AS endedOn,
  role.validTo AS until
UNION
MATCH (post)<-[:HAS_POST]-(held:Membership)-[:MEMBER]->(person:Person)
MATCH (held)-[:ORGANIZATION]->(postBody:Body)
WHERE held.validTo < $date
  // Who moved to another post of the body is still there.
  AND NOT EXISTS {
    MATCH (person)<-[:MEMBER]-(moved:Membership)-[:ORGANIZATION]->(postBody)
    WHERE EXISTS { MATCH (moved)-[:HAS_POST]->() }
      AND (moved.validFrom IS NULL OR moved.validFrom <= $date)
      AND (moved.validTo IS NULL OR moved.validTo >= $date)
      AND NOT EXISTS {
        MATCH (moved)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
MATCH (person)<-[:HAS_PERSON]-(role:Mentor)-[:ORGANIZATION]->(body:Body)
MATCH (body)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND body.iri = postBody.iri
  // A role given after the post had ended does not rest on it.
  AND (role.validFrom IS NULL OR role.validFrom <= held.validTo)
  AND (role.validTo IS NULL OR role.validTo >= $date)
RETURN DISTINCT
  role.iri AS role,
  person.iri AS person,
  body.iri AS body,
  role.type AS roleKind,
  post.iri AS post,
  postBody.iri AS postBody,
  held.validTo AS endedOn,
  role.validTo AS until
