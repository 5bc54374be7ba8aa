"""What each type of resource is charged for, a file for each part of the landing zone."""
