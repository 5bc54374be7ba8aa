"""What Lambda calls: each module reads its settings when it is loaded, so that a function without them never serves."""
