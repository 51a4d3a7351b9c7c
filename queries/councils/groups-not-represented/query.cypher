MATCH (council:Body {iri: $council})<-[:OBJECT]-(record:Norm|Relation)
MATCH (record)-[:SUBJECT|SUBJECT_KIND]->(who:Body|Concept)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/represented-in'
  AND record.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND NOT EXISTS {
    MATCH (council)<-[:ORGANIZATION]-(membership:Membership)-[:ON_BEHALF_OF|REPRESENTS_KIND]->(who)
    WHERE (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(laterMembership:Statement {property: 'validFrom'})
        WHERE laterMembership.date > $date
      }
  }
OPTIONAL MATCH (council)<-[:ORGANIZATION]-(named:Membership)
WHERE (named.validFrom IS NULL OR named.validFrom <= $date)
  AND (named.validTo IS NULL OR named.validTo >= $date)
  AND NOT EXISTS {
    MATCH (named)-[:STATES]->(laterNamed:Statement {property: 'validFrom'})
    WHERE laterNamed.date > $date
  }
WITH record, who, count(named.iri) > 0 AS compositionKnown
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN DISTINCT
  record.type AS layer,
  who.iri AS `group`,
  compositionKnown,
  basis.clausePrinted AS clause,
  basis.iri AS basis
