"""What answers: models of our own, endpoints, and models that AWS runs; the API and the queues in front of them."""
