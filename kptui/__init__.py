"""kptui keeps an organisation's key performance targets in view: the core, which runs without a terminal."""

__version__ = "0.1.0"
