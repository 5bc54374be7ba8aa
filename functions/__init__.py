"""Payloads that run inside AWS Lambda: they import none of the other rooms, and of libraries boto3 and powertools."""
