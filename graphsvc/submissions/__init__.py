"""Files handed in: tables and RDF, checked and written to the journal."""
