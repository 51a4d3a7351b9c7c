MATCH (council:Body {iri: $council})<-[:OBJECT]-(record:Norm|Relation)
MATCH (record)-[:SUBJECT|SUBJECT_KIND|SUBJECT_POST]->(who)
WHERE record.relation IN [
    'https://w3id.org/methodnet/scheme/relation/represented-in',
    'https://w3id.org/methodnet/scheme/relation/chairs'
  ]
  AND record.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
WITH
  council,
  record,
  who,
  who.iri AS seats,
  record.relation = 'https://w3id.org/methodnet/scheme/relation/chairs' AS chairing
// Who sits there for the group; the chair has to hold the post that the rule names.
OPTIONAL MATCH (council)<-[:ORGANIZATION]-(sitting:Membership)-[:MEMBER]->(sits)
WHERE (sitting.validFrom IS NULL OR sitting.validFrom <= $date)
  AND (sitting.validTo IS NULL OR sitting.validTo >= $date)
  AND (
    (
      NOT chairing
      AND EXISTS {
        MATCH (sitting)-[:ON_BEHALF_OF|REPRESENTS_KIND]->(party) WHERE party.iri = seats
      }
    )
    OR (
      chairing
      AND sitting.role = 'https://w3id.org/methodnet/scheme/role/chair'
      AND EXISTS {
        MATCH (sits)<-[:MEMBER]-(held:Membership)-[:HAS_POST|ON_BEHALF_OF|ORGANIZATION]->(place)
        WHERE place.iri = seats
          AND (held.validFrom IS NULL OR held.validFrom <= $date)
          AND (held.validTo IS NULL OR held.validTo >= $date)
      }
    )
  )
OPTIONAL MATCH (sitting)-[:ON_BEHALF_OF]->(sitsFor:Body)
WITH council, record, who, seats, chairing, sitting, sits, sitsFor, sits IS NULL AS free
// Who would fit: of a body of the group within the council's territory, or holding the very post.
OPTIONAL MATCH (who)<-[:HAS_POST]-(holding:Membership)-[:MEMBER]->(holder)
WHERE free
  AND (holding.validFrom IS NULL OR holding.validFrom <= $date)
  AND (holding.validTo IS NULL OR holding.validTo >= $date)
OPTIONAL MATCH (holding)-[:ORGANIZATION]->(holdsAt:Body)
OPTIONAL MATCH (who)<-[:KIND*0..1]-(near:Body)<-[:ORGANIZATION]-(joining:Membership)-[:MEMBER]->(joiner)
WHERE free
  AND NOT chairing
  AND EXISTS {
    MATCH (near)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
  }
  AND EXISTS {
    MATCH (near)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory)
      <-[:JURISDICTION]-(council)
  }
  AND (joining.validFrom IS NULL OR joining.validFrom <= $date)
  AND (joining.validTo IS NULL OR joining.validTo >= $date)
  // Nobody is proposed who sits there already.
  AND NOT EXISTS {
    MATCH (joiner)<-[:MEMBER]-(seated:Membership)-[:ORGANIZATION]->(council)
    WHERE (seated.validFrom IS NULL OR seated.validFrom <= $date)
      AND (seated.validTo IS NULL OR seated.validTo >= $date)
  }
OPTIONAL MATCH (joining)-[:HAS_POST]->(joinsHolding:Post)
WITH
  record,
  who,
  sits,
  coalesce(sits.iri, holder.iri, joiner.iri) AS person,
  CASE WHEN sits IS NOT NULL THEN sitsFor.iri ELSE coalesce(holdsAt.iri, near.iri) END AS body,
  coalesce(sitting.role, holding.role, joining.role) AS role,
  CASE WHEN holder IS NOT NULL THEN who.iri ELSE joinsHolding.iri END AS post
// Of several places the first.
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
    OR (other.lineFrom = basis.lineFrom AND other.iri < basis.iri)
}
RETURN DISTINCT
  record.type AS layer,
  record.relation AS relation,
  who.iri AS `group`,
  'https://w3id.org/methodnet/scheme/seat-state/' + CASE
    WHEN sits IS NOT NULL THEN 'represented'
    WHEN post IS NOT NULL THEN 'fits-by-post'
    WHEN person IS NOT NULL THEN 'fits-by-membership'
    ELSE 'vacant'
  END AS seat,
  person,
  body,
  role,
  post,
  basis.clausePrinted AS clause,
  basis.iri AS basis
