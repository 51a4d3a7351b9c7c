MATCH (first)<-[:FIRST]-(identity:PossibleIdentity)-[:SECOND]->(second)
WHERE identity.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/possibly-same'
OPTIONAL MATCH (identity)-[:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(document:Document)
RETURN DISTINCT
  identity.iri AS identity,
  first.iri AS first,
  second.iri AS second,
  document.iri AS document,
  basis.clausePrinted AS clause,
  basis.iri AS basis
