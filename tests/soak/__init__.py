"""What takes minutes: many documents and much trouble, and one document that is very long."""
