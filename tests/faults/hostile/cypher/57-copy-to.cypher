// writes a file -> query-refused
COPY (MATCH (n) RETURN n.iri) TO 'FOLDER/out.csv'
