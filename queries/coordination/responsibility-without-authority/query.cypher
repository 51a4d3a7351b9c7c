MATCH (plan:Document)<-[:PLAN]-(activity:Activity)
  <-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND]->(responsible:Body|Concept)
WHERE any(work IN activity.activityKind WHERE work IN [
    'https://w3id.org/methodnet/scheme/work-kind/coordination',
    'https://w3id.org/methodnet/scheme/work-kind/monitoring'
  ])
  AND NOT EXISTS { MATCH (plan)-[:ISSUER]->(issuer:Body) WHERE issuer.iri = responsible.iri }
  AND NOT EXISTS {
    MATCH (plan)-[:APPROVED_BY]->(:Document)-[:ISSUER]->(issuer:Body)
    WHERE issuer.iri = responsible.iri
  }
  AND NOT EXISTS {
    MATCH (activity)-[:CONCERNS|CONCERNS_KIND]->(own:Body|Concept)
    WHERE own.iri = responsible.iri
  }
  AND NOT EXISTS {
    MATCH (activity)-[:CONCERNS_KIND]->(:Concept)<-[:KIND]-(of:Body)
    WHERE of.iri = responsible.iri
  }
  AND NOT EXISTS {
    MATCH (activity)-[:CONCERNS]->(:Body)-[:KIND]->(of:Concept)
    WHERE of.iri = responsible.iri
  }
  AND NOT EXISTS {
    MATCH (activity)-[:CONCERNS]->(:Body)<-[:COORDINATES*1..30]-(above:Body)
    WHERE above.iri = responsible.iri
  }
  AND NOT EXISTS {
    MATCH (activity)-[:CONCERNS|CONCERNS_KIND]->(:Body|Concept)-[:KIND*0..1]->(:Body|Concept)
      <-[:OBJECT|OBJECT_KIND]-(tie:Norm|Relation)-[:SUBJECT|SUBJECT_KIND]->(:Body|Concept)
      <-[:KIND*0..1]-(holder:Body|Concept)
    WHERE holder.iri = responsible.iri
      AND tie.relation IN [
        'https://w3id.org/methodnet/scheme/relation/agrees-plan',
        'https://w3id.org/methodnet/scheme/relation/approves',
        'https://w3id.org/methodnet/scheme/relation/approves-composition',
        'https://w3id.org/methodnet/scheme/relation/controls-execution',
        'https://w3id.org/methodnet/scheme/relation/coordinates',
        'https://w3id.org/methodnet/scheme/relation/evaluates',
        'https://w3id.org/methodnet/scheme/relation/guides',
        'https://w3id.org/methodnet/scheme/relation/manages',
        'https://w3id.org/methodnet/scheme/relation/monitors',
        'https://w3id.org/methodnet/scheme/relation/organizes-work-of',
        'https://w3id.org/methodnet/scheme/relation/supports-methodically'
      ]
      AND tie.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/permitted',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND tie.certainty <> 'https://w3id.org/methodnet/scheme/certainty/derived'
      AND (NOT EXISTS { MATCH (tie)-[:JURISDICTION]->(:Territory) } OR EXISTS {
        MATCH (plan)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(tie)
      })
  }
  AND NOT EXISTS {
    MATCH (activity)-[:CONCERNS|CONCERNS_KIND]->(:Body|Concept)-[:KIND*0..1]->(:Body|Concept)
      <-[:SUBJECT|SUBJECT_KIND]-(tie:Norm|Relation)-[:OBJECT|OBJECT_KIND]->(:Body|Concept)
      <-[:KIND*0..1]-(holder:Body|Concept)
    WHERE holder.iri = responsible.iri
      AND tie.relation IN [
        'https://w3id.org/methodnet/scheme/relation/acts-under',
        'https://w3id.org/methodnet/scheme/relation/attached-to',
        'https://w3id.org/methodnet/scheme/relation/hosted-by',
        'https://w3id.org/methodnet/scheme/relation/part-of-network',
        'https://w3id.org/methodnet/scheme/relation/subordinate-to',
        'https://w3id.org/methodnet/scheme/relation/unit-of'
      ]
      AND tie.modality IN [
        'https://w3id.org/methodnet/scheme/modality/in-force',
        'https://w3id.org/methodnet/scheme/modality/permitted',
        'https://w3id.org/methodnet/scheme/modality/rule'
      ]
      AND tie.certainty <> 'https://w3id.org/methodnet/scheme/certainty/derived'
      AND (NOT EXISTS { MATCH (tie)-[:JURISDICTION]->(:Territory) } OR EXISTS {
        MATCH (plan)-[:JURISDICTION]->(:Territory)-[:WITHIN*0..30]->(:Territory)<-[:JURISDICTION]-(tie)
      })
  }
MATCH (activity)-[:CONCERNS|CONCERNS_KIND]->(concerned:Body|Concept)
// A group of employees is no body that anybody stands above.
WHERE concerned.iri <> 'https://w3id.org/methodnet/scheme/kind/employee-group'
WITH activity, plan, responsible, min(concerned.iri) AS concerned
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (activity)-[:HAS_BASIS]->(other:Basis)
  WHERE other.iri < basis.iri
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  responsible.iri AS responsible,
  CASE WHEN responsible.type = 'https://w3id.org/methodnet/ontology#Body' THEN responsible.iri END AS body,
  concerned,
  basis.clausePrinted AS clause,
  basis.iri AS basis
