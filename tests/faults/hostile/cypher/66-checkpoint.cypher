// leaves files beside the copy, after which nobody can open it -> query-refused
CHECKPOINT
