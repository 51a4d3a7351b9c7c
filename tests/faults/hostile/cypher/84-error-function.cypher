// makes the engine fail with a message of its own -> query-syntax
RETURN error('SECRET_FILE')
