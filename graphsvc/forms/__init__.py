"""Entry forms from the shapes: what to ask for, what a record says, and what was typed as RDF."""
