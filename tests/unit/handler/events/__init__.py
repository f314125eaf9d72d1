"""What the queue brings."""
