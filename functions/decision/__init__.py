"""One request, one decision, one record, one answer."""
