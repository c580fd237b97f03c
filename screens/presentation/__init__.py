"""Values to text and marks: plain functions that return lines of toned text, and know no widget and no colour."""
