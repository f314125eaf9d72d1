"""What nobody would think of sending: drawn, mutated, and guided by what the code has seen."""
