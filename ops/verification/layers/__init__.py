"""What a layer promises and how each promise is asked, a file a layer."""
