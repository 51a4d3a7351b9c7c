"""Child processes that can be killed, for what strangers send."""
