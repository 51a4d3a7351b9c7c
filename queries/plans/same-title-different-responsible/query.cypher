MATCH (first:Activity)-[:PLAN]->(firstPlan:Document)
MATCH (second:Activity)-[:PLAN]->(secondPlan:Document)
WHERE (first.label_ru = second.label_ru OR first.label_en = second.label_en)
  AND first.iri < second.iri
  AND ($plan = '' OR firstPlan.iri = $plan OR secondPlan.iri = $plan)
  AND EXISTS { MATCH (first)<-[:HAS_ACTIVITY]-(:Responsibility) }
  AND EXISTS { MATCH (second)<-[:HAS_ACTIVITY]-(:Responsibility) }
  AND (
    EXISTS {
      MATCH (first)<-[:HAS_ACTIVITY]-(:Responsibility)
        -[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(party)
      WHERE NOT EXISTS {
        MATCH (second)<-[:HAS_ACTIVITY]-(:Responsibility)
          -[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(match)
        WHERE match.iri = party.iri
          OR EXISTS { MATCH (party)-[:KIND]->(match) }
          OR EXISTS { MATCH (match)-[:KIND]->(party) }
      }
    }
    OR EXISTS {
      MATCH (second)<-[:HAS_ACTIVITY]-(:Responsibility)
        -[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(party)
      WHERE NOT EXISTS {
        MATCH (first)<-[:HAS_ACTIVITY]-(:Responsibility)
          -[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(match)
        WHERE match.iri = party.iri
          OR EXISTS { MATCH (party)-[:KIND]->(match) }
          OR EXISTS { MATCH (match)-[:KIND]->(party) }
      }
    }
  )
// Whose the first plan is: of several that issued or approved it the first.
OPTIONAL MATCH (firstPlan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
RETURN
  first.iri AS first,
  firstPlan.iri AS firstPlan,
  first.responsiblePrinted AS firstResponsible,
  second.iri AS second,
  secondPlan.iri AS secondPlan,
  second.responsiblePrinted AS secondResponsible,
  min(issuer.iri) AS issuer
