// asks for all shortest paths between all pairs -> query-limit
MATCH p = (a)-[* ALL SHORTEST 1..30]-(b), (c)-[* ALL SHORTEST 1..30]-(d) RETURN count(*)
