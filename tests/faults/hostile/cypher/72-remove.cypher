// removes a property -> query-refused
MATCH (n:Body) REMOVE n.level RETURN n
