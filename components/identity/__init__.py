"""Who may do what: the ceiling, the roles of pipelines and people, and who is told when they are used."""
