"""Audits: what should be and is not, from the rows of audit questions to findings and digests."""
