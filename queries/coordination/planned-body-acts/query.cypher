MATCH (body:Body)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/planned'})
MATCH (body)<-[:SUBJECT|PARTY|ORGANIZER|HAS_BODY]-(act:Agreement|Event|Relation|Responsibility)
OPTIONAL MATCH (act)-[:HAS_ACTIVITY]->(activity:Activity)
WITH body, act, activity
WHERE (
    act.type = 'https://w3id.org/methodnet/ontology#Relation'
    AND act.modality IN ['https://w3id.org/methodnet/scheme/modality/in-force', 'https://w3id.org/methodnet/scheme/modality/rule']
    OR act.type = 'https://w3id.org/methodnet/ontology#Agreement'
    AND act.status = 'https://w3id.org/methodnet/scheme/agreement-status/in-force'
    OR EXISTS { MATCH (act)-[:ORGANIZER]->(body) }
    AND act.status = 'https://w3id.org/methodnet/scheme/event-status/held'
    OR act.type = 'https://w3id.org/methodnet/ontology#Responsibility'
    AND EXISTS {
      MATCH (creating:Activity)-[:CREATES]->(body)
      WHERE activity.deadlineEnd < creating.deadlineEnd
    }
  )
  AND (act.validFrom IS NULL OR act.validFrom <= $date)
  AND (act.validTo IS NULL OR act.validTo >= $date)
  AND NOT EXISTS {
    MATCH (act)-[:STATES]->(later:Statement {property: 'validFrom'})
    WHERE later.date > $date
  }
  AND (act.startDate IS NULL OR act.startDate <= $date)
OPTIONAL MATCH (creator:Body)<-[:SUBJECT]-(creation:Relation)-[:OBJECT]->(body)
WHERE creation.relation = 'https://w3id.org/methodnet/scheme/relation/creates'
WITH body, act, activity, coalesce(activity.iri, act.iri) AS record, min(creator.iri) AS creator
OPTIONAL MATCH (stated:Activity|Agreement|Event|Relation)-[:HAS_BASIS]->(basis:Basis)
WHERE stated.iri = record AND NOT EXISTS {
  MATCH (stated)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  body.iri AS body,
  record,
  coalesce(act.validFrom, act.startDate) AS since,
  creator,
  basis.clausePrinted AS clause,
  basis.iri AS basis
