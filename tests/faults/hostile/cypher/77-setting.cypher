// changes a setting -> query-refused
CALL timeout = 1000000
