// reads a file after a comment that ends at a carriage return -> query-refused
MATCH (n:Body) // words LOAD FROM 'SECRET_FILE' (file_format = 'csv') RETURN *
