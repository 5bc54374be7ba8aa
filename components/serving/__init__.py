"""What answers: models of our own on the cluster, endpoints, and models that AWS runs."""
