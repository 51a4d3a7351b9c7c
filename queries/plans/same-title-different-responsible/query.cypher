MATCH (first:Activity)-[:PLAN]->(firstPlan:Document)
MATCH (second:Activity)-[:PLAN]->(secondPlan:Document)
WHERE (first.label_ru = second.label_ru OR first.label_en = second.label_en)
  AND first.iri < second.iri
  AND ($plan = '' OR firstPlan.iri = $plan OR secondPlan.iri = $plan)
  AND EXISTS {
    MATCH (first)<-[:HAS_ACTIVITY]-(answer:Responsibility),
      (answer)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
    WHERE NOT EXISTS {
      MATCH (second)<-[:HAS_ACTIVITY]-(counterpart:Responsibility),
        (counterpart)-[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(responsible)
    }
  }
RETURN DISTINCT
  first.iri AS first,
  firstPlan.iri AS firstPlan,
  first.responsiblePrinted AS firstResponsible,
  second.iri AS second,
  secondPlan.iri AS secondPlan,
  second.responsiblePrinted AS secondResponsible
