"""What a language model may neither be asked nor answer."""
