"""Which letters of which language an engine never gives."""
