// crosses two ranges of a million -> query-limit
UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*)
