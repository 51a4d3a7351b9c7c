"""The catalogue of questions: binding, running, answers."""
