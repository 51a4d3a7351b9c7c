// walks without a bound -> query-limit
MATCH (a)-[*]-(b)-[*]-(c) RETURN count(*)
