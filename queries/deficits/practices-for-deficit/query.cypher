MATCH (deficit)<-[:HAS_DEFICIT]-(answer:Answer)-[:REMEDY]->(practice:Practice)
WHERE ($deficit = '' OR deficit.iri = $deficit)
  AND (
    EXISTS {
      MATCH (deficit)-[:JURISDICTION]->(territory)
      WHERE $territory = '' OR territory.iri = $territory
    } OR EXISTS {
      MATCH (practice)-[:JURISDICTION]->(territory)
      WHERE $territory = '' OR territory.iri = $territory
    }
  )
OPTIONAL MATCH (practice)-[:AUTHOR]->(author)
OPTIONAL MATCH (practice)-[:STATUS]->(state)
OPTIONAL MATCH (practice)-[:JURISDICTION]->(place)
OPTIONAL MATCH (practice)-[:STATES]->(updated:Statement {property: 'updatedOn'})
OPTIONAL MATCH (practice)-[:WEB_PAGE]->(page)
RETURN DISTINCT
  deficit.iri AS deficit,
  practice.iri AS practice,
  author.iri AS author,
  state.iri AS state,
  place.iri AS place,
  coalesce(updated.date, practice.updatedOn) AS updatedOn,
  page.iri AS webPage,
  coalesce(answer.reason_ru, answer.reason_en) AS reason
