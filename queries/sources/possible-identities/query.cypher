MATCH (first)<-[:FIRST]-(identity:PossibleIdentity)-[:SECOND]->(second)
WHERE identity.outcome = 'https://w3id.org/methodnet/scheme/identity-outcome/possibly-same'
  // Neither the one nor the other is decided since.
  AND NOT EXISTS {
    MATCH (decision:IdentityDecision)-[:ABOUT]->(about),
      (decision)-[:OTHER_RECORD]->(other)
    WHERE (
        (about.iri = first.iri AND other.iri = second.iri)
        OR (about.iri = second.iri AND other.iri = first.iri)
      )
      AND decision.outcome <> 'https://w3id.org/methodnet/scheme/identity-outcome/possibly-same'
      AND (decision.decidedOn IS NULL OR decision.decidedOn <= $date)
      AND NOT EXISTS {
        MATCH (undoing:IdentityDecision)-[:REVOKES]->(decision)
        WHERE undoing.decidedOn IS NULL OR undoing.decidedOn <= $date
      }
  }
// Of several places the first.
OPTIONAL MATCH (identity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (identity)-[:HAS_BASIS]->(place:Basis)
  WHERE place.lineFrom < basis.lineFrom
}
OPTIONAL MATCH (basis)-[:HAS_DOCUMENT]->(document:Document)
RETURN DISTINCT
  identity.iri AS identity,
  first.iri AS first,
  second.iri AS second,
  identity.reason_ru AS reason,
  document.iri AS document,
  basis.clausePrinted AS clause,
  basis.iri AS basis
