"""The way in for those who call a system: its API, its name, and what stands before both."""
