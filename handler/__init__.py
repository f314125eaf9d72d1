"""Everything that knows HTTP or AWS: the Lambda entries and what they are made of."""
