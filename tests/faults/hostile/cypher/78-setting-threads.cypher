// takes more threads -> query-refused
CALL threads=64
