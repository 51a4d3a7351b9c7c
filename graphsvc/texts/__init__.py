"""The texts of the source documents: how they are laid out, and what became of each line."""
