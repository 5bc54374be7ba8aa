"""What we want: pure data. Imports nothing of Pulumi, boto3 or any other room."""
