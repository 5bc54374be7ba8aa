"""The dossier of an AI system: what it is, decides and may do, what carries it, and where its records are.

Everything is derived from the card with what it names, the environment, the resource graph and what the policies found;
nothing is written here that could be read there.
"""
