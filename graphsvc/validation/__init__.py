"""SHACL and reasoning, each behind a small adapter."""
