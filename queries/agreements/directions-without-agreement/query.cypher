MATCH (territory:Territory {iri: $territory})<-[:JURISDICTION]-(:Document)<-[:HAS_DOCUMENT]-
  (basis:Basis)<-[:HAS_BASIS]-(task:Task)-[:DIRECTION]->(direction:Concept)
WHERE task.holderKind = $kind
  AND task.taskKind = 'https://w3id.org/methodnet/scheme/task-kind/content'
MATCH (territory)<-[:WITHIN*0..30]-(municipality:Territory)
WHERE municipality.territoryLevel = 'https://w3id.org/methodnet/scheme/level/municipal'
  AND NOT EXISTS {
    MATCH (municipality)<-[:JURISDICTION]-(service:Body)<-[:PARTY]-(agreement:Agreement),
      (service)-[:KIND]->(:Concept {iri: $kind}),
      (agreement)-[:DIRECTION]->(direction),
      (agreement)-[:STATUS]->
        (:Concept {iri: 'https://w3id.org/methodnet/scheme/agreement-status/in-force'})
    WHERE (agreement.validFrom IS NULL OR agreement.validFrom <= $date)
      AND (agreement.validTo IS NULL OR agreement.validTo >= $date)
      AND NOT EXISTS {
        MATCH (agreement)-[:STATES]->(later:Statement {property: 'validFrom'})
        WHERE later.date > $date
      }
  }
RETURN DISTINCT
  municipality.iri AS municipality,
  direction.iri AS direction,
  basis.clausePrinted AS clause,
  basis.iri AS basis
