"""What an environment costs: from its resource graph, a table of prices, and assumptions about its use."""
