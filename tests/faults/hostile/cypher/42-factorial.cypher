// computes with numbers that overflow -> answer, query-limit, query-syntax
UNWIND range(1, 3000) AS x RETURN factorial(x) * 9223372036854775807
