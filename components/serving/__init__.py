"""What answers: models of our own, endpoints, and models that AWS runs."""
