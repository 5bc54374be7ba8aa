"""What a function is told: by the card through `system.json`, and by the deployment through its environment."""
