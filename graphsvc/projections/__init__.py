"""Projections of the journal; the only place that queries an engine."""
