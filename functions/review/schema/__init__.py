"""What a reviewer sends."""
