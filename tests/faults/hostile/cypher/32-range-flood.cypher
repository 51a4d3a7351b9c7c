// unwinds a range of ten thousand millions -> answer, query-limit
UNWIND range(1, 10000000000) AS x RETURN sum(x)
