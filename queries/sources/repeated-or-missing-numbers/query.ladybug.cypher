MATCH (plan:Document {iri: $plan})<-[:PLAN]-(activity:Activity)
WHERE activity.printedNumber IS NOT NULL
WITH plan, activity, activity.printedNumber AS printed
WITH
  plan,
  activity,
  CASE WHEN printed ENDS WITH '.' THEN left(printed, size(printed) - 1) ELSE printed END AS number
MATCH (plan)<-[:PLAN]-(twin:Activity)
WHERE twin.iri <> activity.iri AND twin.printedNumber IN [number, number + '.']
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
RETURN
  number,
  false AS missing,
  activity.iri AS activity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
UNION
MATCH (plan:Document {iri: $plan})<-[:PLAN]-(activity:Activity)
WITH
  plan,
  activity,
  split_part(activity.printedNumber, '.', 1) AS section,
  split_part(activity.printedNumber, '.', 2) AS part
// What is no number becomes nought: a cast that fails would end the query.
WITH
  plan,
  activity,
  section,
  CAST(CASE WHEN regexp_full_match(part, '[0-9]+') THEN part ELSE '0' END AS INT64) AS ordinal
WHERE ordinal > 1
WITH plan, activity, section + '.' + CAST(ordinal - 1 AS STRING) AS number
WHERE NOT EXISTS {
  MATCH (plan)<-[:PLAN]-(other:Activity)
  WHERE other.printedNumber IN [number, number + '.']
}
OPTIONAL MATCH (activity)-[:HAS_BASIS]->(basis:Basis)
RETURN
  number,
  true AS missing,
  activity.iri AS activity,
  basis.clausePrinted AS clause,
  basis.iri AS basis
