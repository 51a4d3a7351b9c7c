// reads a file after a text with an escaped quotation mark -> query-refused
MATCH (n) WHERE n.iri = 'a\\' LOAD FROM 'SECRET_FILE' (file_format = 'csv') RETURN * //'
