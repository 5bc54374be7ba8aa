"""What computes: the cluster, its nodes and pools, and the controllers in it."""
