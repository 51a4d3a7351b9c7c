MATCH (:Body {iri: $body})<-[:ABOUT]-(decision:IdentityDecision)
WHERE decision.printedForm IS NOT NULL
OPTIONAL MATCH (decision)-[:HAS_BASIS]->(basis:Basis)-[:HAS_DOCUMENT]->(document:Document)
RETURN DISTINCT
  decision.printedForm AS printedForm,
  decision.outcome AS outcome,
  decision.iri AS decision,
  document.iri AS document,
  basis.clausePrinted AS clause,
  basis.iri AS basis
