// loads a library -> query-refused
LOAD EXTENSION 'SECRET_FILE'
