"""The command line, one file a group of verbs; each loads only what it needs."""
