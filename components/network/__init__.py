"""Where packets may go: the VPC, its ways out, its private ways to AWS services, and the record of what passed."""
