// writes the word with an escape -> query-syntax, query-refused
MATCH (n) L\u004fAD FROM 'SECRET_FILE' (file_format = 'csv') RETURN *
