"""What a person says of a decision that the model was not sure enough to take."""
