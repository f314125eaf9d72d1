"""What was made to break decoders, and what merely looks so."""
