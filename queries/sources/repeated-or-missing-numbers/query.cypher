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
WITH plan, activity, split(activity.printedNumber, '.') AS parts
WHERE parts[1] =~ '[0-9]+'
WITH plan, activity, parts[0] AS section, toInteger(parts[1]) AS ordinal
WHERE ordinal > 1
WITH plan, activity, section + '.' + toString(ordinal - 1) AS number
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
