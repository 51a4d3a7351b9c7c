MATCH (practice:Practice)-[:JURISDICTION]->(place)-[:WITHIN*0..30]->(area:Territory)
WHERE ($territory = '' OR area.iri = $territory)
  AND NOT EXISTS { MATCH (practice)<-[:REMEDY]-(:Answer)-[:HAS_DEFICIT]->(deficit) }
MATCH (practice)-[:AUTHOR]->(author)
MATCH (practice)-[:STATUS]->(state)
OPTIONAL MATCH (practice)-[:SUBJECT_AREA]->(subjectArea)
OPTIONAL MATCH (practice)-[:STATES]->(updated:Statement {property: 'updatedOn'})
RETURN DISTINCT
  practice.iri AS practice,
  author.iri AS author,
  subjectArea.iri AS subjectArea,
  state.iri AS state,
  coalesce(updated.date, practice.updatedOn) AS updatedOn
