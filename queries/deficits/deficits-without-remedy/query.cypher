MATCH (deficit:Deficit)-[:HAS_COMPETENCE]->(competence)
WHERE ($territory = '' OR EXISTS {
    MATCH (deficit)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(:Territory {iri: $territory})
  })
  AND NOT EXISTS {
    MATCH (deficit)<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->(remedy)
    // Of several dates the property has the earliest.
    WHERE coalesce(remedy.validTo, remedy.endDate, $date) >= $date
      AND NOT EXISTS {
        MATCH (remedy)-[:STATUS]->(ended)
        WHERE ended.iri IN [
          'https://w3id.org/methodnet/scheme/body-status/dissolved',
          'https://w3id.org/methodnet/scheme/body-status/planned',
          'https://w3id.org/methodnet/scheme/event-status/cancelled',
          'https://w3id.org/methodnet/scheme/programme-status/planned',
          'https://w3id.org/methodnet/scheme/programme-status/withdrawn'
        ]
      }
  }
OPTIONAL MATCH (deficit)-[:SUBJECT_AREA]->(subjectArea)
OPTIONAL MATCH (deficit)<-[:HAS_DEFICIT]-(:Answer)-[:REMEDY]->(offered)
RETURN
  deficit.iri AS deficit,
  competence.iri AS competence,
  subjectArea.iri AS subjectArea,
  count(DISTINCT offered.iri) AS named
