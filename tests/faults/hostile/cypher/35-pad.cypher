// pads a text to two thousand million letters -> answer, query-limit, query-syntax
RETURN size(lpad('x', 2000000000, 'y'))
