MATCH (council:Body)<-[:OBJECT]-(record:Norm|Relation)
MATCH (record)-[:SUBJECT|SUBJECT_KIND]->(who:Body|Concept)
WHERE ($council = '' OR council.iri = $council)
  AND record.relation = 'https://w3id.org/methodnet/scheme/relation/represented-in'
  AND record.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND NOT EXISTS {
    MATCH (council)<-[:ORGANIZATION]-(membership:Membership)
      -[:ON_BEHALF_OF|REPRESENTS_KIND]->(represented:Body|Concept)
    WHERE (represented.iri = who.iri OR who.iri IN represented.kind)
      AND (membership.validFrom IS NULL OR membership.validFrom <= $date)
      AND (membership.validTo IS NULL OR membership.validTo >= $date)
      AND NOT EXISTS {
        MATCH (membership)-[:STATES]->(laterMembership:Statement {property: 'validFrom'})
        WHERE laterMembership.date > $date
      }
  }
  AND EXISTS {
    MATCH (council)<-[:ORGANIZATION]-(named:Membership)-[:MEMBER]->(:Person)
    WHERE (named.validFrom IS NULL OR named.validFrom <= $date)
      AND (named.validTo IS NULL OR named.validTo >= $date)
      AND NOT EXISTS {
        MATCH (named)-[:STATES]->(laterNamed:Statement {property: 'validFrom'})
        WHERE laterNamed.date > $date
      }
  }
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  council.iri AS council,
  who.iri AS `group`,
  record.iri AS rule,
  basis.clausePrinted AS clause,
  basis.iri AS basis
