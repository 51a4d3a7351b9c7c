"""Phrases in plain words: which records and questions they mean, and which words say so."""
