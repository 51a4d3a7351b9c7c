// deletes everything -> query-refused
MATCH (n) DETACH DELETE n
