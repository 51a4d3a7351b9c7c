MATCH (cell:DeficitCount)-[:HAS_DIAGNOSTIC]->(diagnosis:Diagnostic)
WHERE ($diagnostic = '' OR diagnosis.iri = $diagnostic)
  AND (
    cell.suppressed
    OR EXISTS {
      MATCH (cell)-[:STATES]->(marked:Statement {property: 'suppressed'})
      WHERE marked.value = 'true'
    }
  )
MATCH (cell)-[:HAS_DEFICIT]->(deficit)
MATCH (cell)-[:JURISDICTION]->(place)
WHERE $territory = ''
  OR EXISTS { MATCH (place)-[:WITHIN*0..30]->(:Territory {iri: $territory}) }
OPTIONAL MATCH (cell)-[:STATES]->(participants:Statement {property: 'participants'})
RETURN DISTINCT
  cell.iri AS cell,
  deficit.iri AS deficit,
  place.iri AS place,
  diagnosis.iri AS diagnosis,
  coalesce(participants.number, cell.participants) AS participants
