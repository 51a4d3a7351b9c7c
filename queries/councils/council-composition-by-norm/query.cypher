MATCH (:Body {iri: $council})<-[:OBJECT]-(record:Norm|Relation)
MATCH (record)-[:SUBJECT|SUBJECT_KIND|SUBJECT_POST]->(who:Body|Concept|Post)
WHERE record.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND record.relation IN [
    'https://w3id.org/methodnet/scheme/relation/agrees-plan',
    'https://w3id.org/methodnet/scheme/relation/approves-composition',
    'https://w3id.org/methodnet/scheme/relation/chairs',
    'https://w3id.org/methodnet/scheme/relation/represented-in'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN
  record.type AS layer,
  record.relation AS relation,
  // NULL, but of the type that UNION needs.
  CASE WHEN false THEN '' END AS requirement,
  who.iri AS who,
  record.periodicity AS periodicity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
MATCH (:Body {iri: $council})<-[:OBJECT|SUBJECT]-(record:Norm)
WHERE record.modality = 'https://w3id.org/methodnet/scheme/modality/rule'
  AND record.requirement IN [
    'https://w3id.org/methodnet/scheme/requirement/annual-plan',
    'https://w3id.org/methodnet/scheme/requirement/composition-approval'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(laterRecord:Statement {property: 'validFrom'})
    WHERE laterRecord.date > $date
  }
OPTIONAL MATCH (record)-[:OBJECT|SUBJECT]->(who:Body|Resource)
WHERE who.iri <> $council
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
RETURN
  record.type AS layer,
  CASE WHEN false THEN '' END AS relation,
  record.requirement AS requirement,
  who.iri AS who,
  record.periodicity AS periodicity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
