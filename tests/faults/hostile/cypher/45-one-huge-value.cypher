// asks for one value longer than an answer may be -> answer-limit, query-limit
RETURN repeat('x', 100000000)
