"""Tables from elsewhere to records and back: pure functions over text and a Plan; this package loads nothing by itself."""
