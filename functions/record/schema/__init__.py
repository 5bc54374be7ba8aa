"""The published schemas of the record, one file a version."""
