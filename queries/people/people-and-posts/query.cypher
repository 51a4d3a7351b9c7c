MATCH (person:Person)-[:HAS_BASIS]->(basis)-[:HAS_DOCUMENT]->(named:Document)
  -[:JURISDICTION]->(:Territory {iri: $territory})
OPTIONAL MATCH (person)<-[:MEMBER]-(membership:Membership)-[:ORGANIZATION]->(body)
OPTIONAL MATCH (membership)-[:HAS_POST]->(post)
RETURN DISTINCT
  person.iri AS person,
  body.iri AS body,
  post.iri AS post,
  membership.role AS role,
  basis.clausePrinted AS clause,
  basis.iri AS basis,
  named.iri AS named
