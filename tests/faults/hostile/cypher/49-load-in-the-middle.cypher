// reads a file in the middle of a query -> query-refused
MATCH (n:Body) LOAD FROM 'SECRET_FILE' (file_format = 'csv') RETURN *
