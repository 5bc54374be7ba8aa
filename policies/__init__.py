"""What must never be true, judged on the resource graph alone."""
