"""What must survive: keys, locked buckets and their replicas, logs, the trail, tables and backups."""
