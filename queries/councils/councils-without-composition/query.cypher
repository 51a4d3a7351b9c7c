MATCH (jurisdiction:Territory)<-[:WITHIN*0..30]-(territory:Territory)<-[:JURISDICTION]-(council:Body)
MATCH (council)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
// Of several dates the property has the earliest, statements have all.
WHERE ($jurisdiction = '' OR jurisdiction.iri = $jurisdiction)
  AND (council.validFrom IS NULL OR council.validFrom <= $date)
  AND (council.validTo IS NULL OR council.validTo >= $date)
  AND NOT EXISTS {
    MATCH (council)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
MATCH (council)<-[:OBJECT]-(record:Relation)-[:SUBJECT]->(approver:Body)
WHERE record.relation = 'https://w3id.org/methodnet/scheme/relation/approves-composition'
  AND record.modality IN [
    'https://w3id.org/methodnet/scheme/modality/in-force',
    'https://w3id.org/methodnet/scheme/modality/rule'
  ]
  AND (record.validFrom IS NULL OR record.validFrom <= $date)
  AND (record.validTo IS NULL OR record.validTo >= $date)
  AND NOT EXISTS {
    MATCH (record)-[:STATES]->(laterRecord:Statement {property: 'validFrom'})
    WHERE laterRecord.date > $date
  }
  AND NOT EXISTS {
    MATCH (council)<-[:OBJECT|ORGANIZATION]-(stating:Membership|Relation),
      (stating)-[:APPOINTED_BY|ESTABLISHED_BY]->(act:Document),
      (act)-[:DOCUMENT_KIND]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-kind/order'}),
      (act)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/in-force'})
    WHERE (stating.iri = record.iri OR stating.type = 'https://w3id.org/methodnet/ontology#Membership')
      AND (act.validFrom IS NULL OR act.validFrom <= $date)
      AND (act.validTo IS NULL OR act.validTo >= $date)
      AND NOT EXISTS {
        MATCH (act)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
OPTIONAL MATCH (record)-[:ESTABLISHED_BY]->(ended)
WHERE ended.validTo < $date
OPTIONAL MATCH (ended)-[:STATES]->(stated:Statement {property: 'validTo'})
WHERE stated.date < $date
WITH territory, council, record, approver, max(coalesce(stated.date, ended.validTo)) AS lastDay
OPTIONAL MATCH (record)-[:ESTABLISHED_BY]->(lastOrder:Document),
  (lastOrder)-[:DOCUMENT_KIND]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/document-kind/order'})
WHERE lastOrder.validTo = lastDay
  OR EXISTS { MATCH (lastOrder)-[:STATES]->(:Statement {property: 'validTo', date: lastDay}) }
WITH territory, council, record, approver, lastDay, min(lastOrder.iri) AS lastOrder
OPTIONAL MATCH (record)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (record)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  territory.iri AS territory,
  council.iri AS council,
  approver.iri AS approver,
  lastOrder,
  CASE WHEN lastOrder IS NOT NULL THEN lastDay END AS lastDay,
  basis.clausePrinted AS clause,
  basis.iri AS basis
