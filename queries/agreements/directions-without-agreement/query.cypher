MATCH (territory:Territory)<-[:JURISDICTION]-(document:Document)<-[:HAS_DOCUMENT]-
  (cited:Basis)<-[:HAS_BASIS]-(task:Task)-[:DIRECTION]->(direction:Concept)
WHERE ($territory = '' OR territory.iri = $territory)
  AND ($kind = '' OR task.holderKind = $kind)
  AND task.holderKind IS NOT NULL
  AND task.taskKind = 'https://w3id.org/methodnet/scheme/task-kind/content'
  AND NOT EXISTS {
    MATCH (document)-[:STATUS]->
      (:Concept {iri: 'https://w3id.org/methodnet/scheme/document-status/repealed'})
  }
WITH territory, task.holderKind AS kind, direction, min(cited.iri) AS first
MATCH (basis:Basis {iri: first})
MATCH (territory)<-[:WITHIN*0..30]-(municipality:Territory)
WHERE municipality.territoryLevel = 'https://w3id.org/methodnet/scheme/level/municipal'
  AND NOT EXISTS {
    MATCH (municipality)<-[:JURISDICTION]-(party:Body)<-[:PARTY]-(agreement:Agreement),
      (agreement)-[:DIRECTION]->(direction),
      (agreement)-[:STATUS]->
        (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
    WHERE kind IN party.kind
      AND (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
      AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
      AND NOT EXISTS {
        MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
OPTIONAL MATCH (municipality)<-[:JURISDICTION]-(service:Body)
  -[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
WHERE kind IN service.kind
RETURN
  territory.iri AS territory,
  municipality.iri AS municipality,
  kind,
  direction.iri AS direction,
  min(service.iri) AS service,
  basis.clausePrinted AS clause,
  basis.iri AS basis
