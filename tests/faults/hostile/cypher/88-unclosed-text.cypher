// opens a text that never ends -> query-syntax
RETURN 'abc
