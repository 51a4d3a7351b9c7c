"""Tables as people keep them, in Excel and CSV, to records and back; nothing here changes data."""
