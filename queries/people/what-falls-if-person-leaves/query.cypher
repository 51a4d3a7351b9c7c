// Memberships. Of several dates a property has the earliest.
MATCH (:Person {iri: $person})<-[:MEMBER]-(link:Membership)-[:ORGANIZATION]->(body)
WHERE (link.validFrom IS NULL OR link.validFrom <= $date)
  AND (link.validTo IS NULL OR link.validTo >= $date)
  AND NOT EXISTS {
    MATCH (link)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (body.validFrom IS NULL OR body.validFrom <= $date)
  AND (body.validTo IS NULL OR body.validTo >= $date)
  AND NOT EXISTS {
    MATCH (body)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (link)-[:HAS_POST]->(post)
RETURN
  body.iri AS what,
  body.type AS whatKind,
  link.role AS role,
  post.iri AS post,
  link.validTo AS until
UNION
// Agreements that the person signs by post. A null in a union needs a type: hence CASE.
MATCH (:Person {iri: $person})<-[:MEMBER]-(link:Membership)-[:HAS_POST]->(post)
MATCH (post)<-[:SIGNATORY]-(agreement:Agreement)-[:STATUS]->(status)
WHERE status.iri = 'https://w3id.org/methodnet/scheme/agreement-status/in-force'
  AND (link.validFrom IS NULL OR link.validFrom <= $date)
  AND (link.validTo IS NULL OR link.validTo >= $date)
  AND NOT EXISTS {
    MATCH (link)-[:STATES]->(laterLink:Statement {property: 'validFrom'})
    WHERE laterLink.date > $date
  }
  AND (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
  AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
  AND NOT EXISTS {
    MATCH (agreement)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (agreement)-[:STATES]->(ending:Statement {property: 'validTo'})
RETURN
  agreement.iri AS what,
  agreement.type AS whatKind,
  CASE WHEN FALSE THEN '' END AS role,
  post.iri AS post,
  coalesce(ending.date, agreement.validTo) AS until
UNION
// Activities not completed.
MATCH (:Person {iri: $person})<-[:HAS_PERSON]-(:Responsibility)-[:HAS_ACTIVITY]->(activity)
WHERE NOT EXISTS {
  MATCH (completion:Completion)-[:HAS_ACTIVITY]->(activity)
  WHERE completion.date <= $date
}
RETURN
  activity.iri AS what,
  activity.type AS whatKind,
  CASE WHEN FALSE THEN '' END AS role,
  CASE WHEN FALSE THEN '' END AS post,
  activity.deadlineEnd AS until
UNION
// Mentoring.
MATCH (:Person {iri: $person})<-[:HAS_PERSON]-(mentor:Mentor)
WHERE (mentor.validFrom IS NULL OR mentor.validFrom <= $date)
  AND (mentor.validTo IS NULL OR mentor.validTo >= $date)
  AND NOT EXISTS {
    MATCH (mentor)-[:STATES]->(began:Statement {property: 'validFrom'})
    WHERE began.date > $date
  }
OPTIONAL MATCH (mentor)-[:STATES]->(ending:Statement {property: 'validTo'})
RETURN
  mentor.iri AS what,
  mentor.type AS whatKind,
  CASE WHEN FALSE THEN '' END AS role,
  CASE WHEN FALSE THEN '' END AS post,
  coalesce(ending.date, mentor.validTo) AS until
