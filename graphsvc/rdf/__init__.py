"""RDF terms, names, syntaxes and the differences between graphs."""
