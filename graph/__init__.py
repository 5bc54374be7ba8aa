"""The resource graph as plain data, whatever it came from: an offline run, the engine, or an exported state."""
