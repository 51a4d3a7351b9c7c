// changes a property -> query-refused
MATCH (n:Body) SET n.note_ru = 'x' RETURN n
