MATCH (responsibility:Responsibility)-[:BODY_KIND]->
  (:Concept {iri: 'https://w3id.org/methodnet/scheme/kind/network-subject'})
MATCH (responsibility)-[:HAS_ACTIVITY]->(activity:Activity)-[:PLAN]->(plan:Document)
WHERE ($plan = '' OR plan.iri = $plan)
// Whose plan it is: of several that issued or approved it the first.
OPTIONAL MATCH (plan)-[:APPROVED_BY*0..1]->(:Document)-[:ISSUER]->(issuer:Body)
WITH responsibility, activity, plan, min(issuer.iri) AS issuer
// Of several places the first: a row that a page break split is one row.
OPTIONAL MATCH (responsibility)-[:HAS_BASIS]->(basis:Basis)
WHERE NOT EXISTS {
  MATCH (responsibility)-[:HAS_BASIS]->(other:Basis)
  WHERE other.lineFrom < basis.lineFrom
}
RETURN DISTINCT
  activity.iri AS activity,
  plan.iri AS plan,
  responsibility.printedForm AS responsible,
  NOT EXISTS {
    MATCH (activity)<-[:HAS_ACTIVITY]-(:Responsibility)
      -[:HAS_BODY|BODY_KIND|HAS_PERSON|HAS_POST]->(party)
    WHERE party.iri <> 'https://w3id.org/methodnet/scheme/kind/network-subject'
  } AS alone,
  activity.deadlinePrinted AS deadline,
  issuer,
  basis.clausePrinted AS clause,
  basis.iri AS basis
