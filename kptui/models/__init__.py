"""The records of a plan, a file a topic; this package loads none of them by itself."""
