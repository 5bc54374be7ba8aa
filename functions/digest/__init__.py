"""Evidence that the records of an hour are all there and unchanged: a signed manifest, and how to check it."""
