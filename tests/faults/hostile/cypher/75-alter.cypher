// changes the schema -> query-refused
ALTER TABLE Body ADD evil STRING
