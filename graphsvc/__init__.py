"""Linked-data registry of the methodological network: journal, projections, questions."""
