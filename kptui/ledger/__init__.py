"""The ledger: a TinyDB file that is appended to in place and that many processes share."""
