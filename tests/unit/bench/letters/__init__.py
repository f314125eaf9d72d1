"""Of the measurement of letters."""
