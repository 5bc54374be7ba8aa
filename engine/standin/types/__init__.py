"""The table, a file a family of types; engine.standin.catalogue puts them together."""
