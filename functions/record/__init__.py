"""The decision record: what it holds, how it is named, and what of a request may enter it."""
