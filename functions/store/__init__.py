"""Where records go: the locked store, the stream to the table, the spool."""
