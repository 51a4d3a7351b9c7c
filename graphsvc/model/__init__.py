"""Entity types, read from ontology and shapes."""
