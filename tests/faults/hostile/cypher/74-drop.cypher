// drops a table -> query-refused
DROP TABLE Body
