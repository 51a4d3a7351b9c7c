MATCH (territory:Territory)<-[:JURISDICTION]-(norm:Norm)<-[:DEMAND_OF]-(demand:Demand)
WHERE ($territory = '' OR territory.iri = $territory)
  AND (norm.validFrom IS NULL OR norm.validFrom <= $date)
  AND (norm.validTo IS NULL OR norm.validTo >= $date)
  AND (demand.due IS NULL OR demand.due <= $date)
OPTIONAL MATCH (demand)-[:BEARER]->(named:Body)
OPTIONAL MATCH (demand)-[:BEARER_KIND]->(:Concept)<-[:BROADER*0..10]-(:Concept)<-[:KIND]-(one:Body)
WITH DISTINCT territory, norm, demand, coalesce(named.iri, one.iri) AS bearer
MATCH (body:Body {iri: bearer})-[:STATUS]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
MATCH (body)-[:JURISDICTION]->(place:Territory)
WHERE $body = '' OR body.iri = $body
OPTIONAL MATCH (demand)-[:PARTNER]->(partner)
WITH
  territory,
  norm,
  demand,
  body,
  place,
  // Never NULL: ladybug would then find nothing at all.
  coalesce(partner.iri, demand.partnerKind, '') AS other,
  coalesce(demand.content, '') AS content,
  // What is demanded without a period is demanded on the day itself.
  coalesce(demand.spanFrom, $date) AS opens,
  CASE WHEN demand.spanTo < $date THEN demand.spanTo ELSE $date END AS closes
WHERE EXISTS { MATCH (place)-[:WITHIN*0..30]->(territory) }
  AND (body.validFrom IS NULL OR body.validFrom <= closes)
  AND (body.validTo IS NULL OR body.validTo >= $date)
  // A rule with a condition is for places where the same rule without one is for nobody.
  AND (coalesce(norm.condition_ru, norm.condition_en) IS NULL OR NOT EXISTS {
    MATCH (place)<-[:JURISDICTION]-(addressed:Body)-[:KIND]->(:Concept)<-[:BEARER_KIND]-
      (plain:Demand)-[:DEMAND_OF]->(main:Norm)-[:JURISDICTION]->(spread:Territory),
      (addressed)-[:STATUS]->(:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})
    WHERE coalesce(main.condition_ru, main.condition_en) IS NULL
      AND spread.iri = territory.iri
      AND plain.demands = demand.demands
      AND (main.validFrom IS NULL OR main.validFrom <= $date)
      AND (main.validTo IS NULL OR main.validTo >= $date)
  })
  // Where nobody near could, what the norms permit instead takes the rule's place.
  AND NOT EXISTS {
    MATCH (territory)<-[:JURISDICTION]-(instead:Norm)
    WHERE instead.modality = 'https://w3id.org/methodnet/scheme/modality/permitted'
      AND instead.relation = demand.demands
      AND instead.objectKind = demand.bearerKind
      AND coalesce(instead.condition_ru, instead.condition_en) IS NOT NULL
      AND NOT EXISTS {
        MATCH (:Concept {iri: 'https://w3id.org/methodnet/scheme/body-status/existing'})<-[:STATUS]-
          (near:Body)-[:JURISDICTION]->(place)
        WHERE other IN near.kind
      }
  }
// What one activity asks of several bodies together, any of them may have.
OPTIONAL MATCH (norm)-[:PLANNED_BY]->(:Activity)<-[:PLANNED_BY]-(joint:Norm)-[:SUBJECT]->(another:Body)
WHERE joint.requirement = norm.requirement AND joint.iri <> norm.iri
WITH DISTINCT norm, demand, body, other, content, opens, closes, collect(DISTINCT another.iri) + [body.iri] AS holders
UNWIND holders AS holder
OPTIONAL MATCH (:Body {iri: holder})<-[:PROVIDED_TO]-(provision:Provision)
WHERE provision.provides = demand.demands
  AND (content = '' OR provision.content = content)
  AND (provision.spanFrom IS NULL OR provision.spanFrom <= closes)
  AND (provision.spanTo IS NULL OR provision.spanTo >= opens)
  AND (other = ''
    OR NOT EXISTS { MATCH (provision)-[:PARTNER|PARTNER_KIND]->(anybody:Body|Concept|Resource) }
    OR EXISTS {
      MATCH (provision)-[:PARTNER]->(somebody:Body|Resource)
      WHERE somebody.iri = other
    }
    OR EXISTS {
      MATCH (provision)-[:PARTNER]->(:Body)-[:KIND]->(:Concept)-[:BROADER*0..10]->(above:Concept)
      WHERE above.iri = other
    }
    OR EXISTS {
      MATCH (provision)-[:PARTNER_KIND]->(:Concept)-[:BROADER*0..10]->(over:Concept)
      WHERE over.iri = other
    })
  AND NOT EXISTS {
    MATCH (provision)-[:PROVED_BY]->(document:Document)
    WHERE document.validFrom > closes
      OR document.validTo < opens
      OR document.status IS NULL
      OR document.status <> 'https://w3id.org/methodnet/scheme/document-status/in-force'
  }
WITH norm, demand, body, other, count(DISTINCT provision.iri) AS found
WHERE found < demand.least
OPTIONAL MATCH (demand)-[:OWNER]->(owner:Body)
WITH
  norm,
  body,
  other,
  demand.demands AS what,
  demand.content AS content,
  demand.least AS least,
  coalesce(owner.iri, body.iri) AS owner,
  count(demand.iri) AS missing,
  min(demand.due) AS since,
  max(demand.due) AS begun,
  max(demand.spanTo) AS latest
// What must stand from a period's first day is asked of the present one; an earlier one is past.
WHERE latest IS NULL OR latest >= $date OR begun = latest
// Of several places the first.
OPTIONAL MATCH (norm)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (norm)-[:HAS_BASIS]->(before:Basis)
  WHERE before.lineFrom < basis.lineFrom
    OR (before.lineFrom = basis.lineFrom AND before.iri < basis.iri)
}
RETURN DISTINCT
  norm.iri AS norm,
  body.iri AS body,
  what,
  CASE WHEN other = '' THEN NULL ELSE other END AS `with`,
  content,
  least,
  missing,
  since,
  latest,
  owner,
  coalesce(norm.condition_ru, norm.condition_en) AS condition,
  basis.clausePrinted AS clause,
  basis.iri AS basis
