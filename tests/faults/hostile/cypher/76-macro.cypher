// defines a macro -> query-refused
CREATE MACRO evil(x) AS x + 1
