// repeats a letter two thousand million times -> query-limit
RETURN size(repeat('я', 2000000000))
