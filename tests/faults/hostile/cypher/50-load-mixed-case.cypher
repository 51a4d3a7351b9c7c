// reads a file in mixed case behind a comment -> query-refused
MATCH (n:Body) /* words */lOaD/**/fRoM 'SECRET_FILE' (file_format = 'csv') RETURN *
