"""Shadow decisions: real requests that a challenger is asked as well, and whose answers nobody is given."""
