MATCH (council:Body {iri: $council})<-[:OBJECT]-(record:Norm|Relation)
MATCH (record)-[:SUBJECT|SUBJECT_KIND]->(who:Body|Concept)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/represented-in'
  AND record.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (council)<-[:ORGANIZATION]-(membership:Membership)-[:ON_BEHALF_OF|REPRESENTS_KIND]->(who)
    WHERE (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
  }
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  record.type AS layer,
  who.iri AS `group`,
  EXISTS {
    MATCH (council)<-[:ORGANIZATION]-(named:Membership)
    WHERE (named.validFrom IS NULL OR named.validFrom <= $date)
      AND (named.validTo IS NULL OR named.validTo >= $date)
  } AS compositionKnown,
  basis.clausePrinted AS clause,
  basis.iri AS basis
