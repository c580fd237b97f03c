"""The rules: pure functions that judge; nothing here reads a file, a clock or a terminal."""
