"""Commands of the command line, a module each: what they do, and their arguments."""
