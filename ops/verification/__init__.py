"""Does the account keep what the contracts promise? One file a thing; pure over boto3 clients."""
