"""What the shared file costs beside stock TinyDB, SQLite and a bare write, measured interleaved in one run."""
