MATCH (old:DeficitCount)-[:HAS_DIAGNOSTIC]->(:Diagnostic {iri: $before})
MATCH (old)-[:HAS_DEFICIT]->(deficit)
MATCH (old)-[:JURISDICTION]->(place)
MATCH (new:DeficitCount)-[:HAS_DEFICIT]->(deficit)
MATCH (new)-[:JURISDICTION]->(place)
MATCH (new)-[:HAS_DIAGNOSTIC]->(:Diagnostic {iri: $after})
OPTIONAL MATCH (old)-[:STATES]->(oldCount:Statement {property: 'count'})
OPTIONAL MATCH (old)-[:STATES]->(oldParticipants:Statement {property: 'participants'})
OPTIONAL MATCH (new)-[:STATES]->(newCount:Statement {property: 'count'})
OPTIONAL MATCH (new)-[:STATES]->(newParticipants:Statement {property: 'participants'})
OPTIONAL MATCH (old)-[:STATES]->(oldMark:Statement {property: 'suppressed'})
OPTIONAL MATCH (new)-[:STATES]->(newMark:Statement {property: 'suppressed'})
WITH deficit, place,
  coalesce(oldMark.value = 'true', old.suppressed, false)
    OR coalesce(newMark.value = 'true', new.suppressed, false) AS suppressed,
  coalesce(oldCount.number, old.count) AS countBefore,
  coalesce(oldParticipants.number, old.participants) AS participantsBefore,
  coalesce(newCount.number, new.count) AS countAfter,
  coalesce(newParticipants.number, new.participants) AS participantsAfter
RETURN DISTINCT
  deficit.iri AS deficit,
  place.iri AS place,
  countBefore,
  participantsBefore,
  countAfter,
  participantsAfter,
  countAfter - countBefore AS change,
  suppressed
