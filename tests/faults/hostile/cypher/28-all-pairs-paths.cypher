// walks up to thirty steps between all pairs -> query-limit
MATCH p = (a)-[*1..30]-(b) RETURN count(p)
