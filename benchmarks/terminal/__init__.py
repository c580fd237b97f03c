"""What the screens cost beside bare Textual programs, measured through a pty, interleaved in one run."""
