"""The template, the options of the SAM command line, and the workflows."""
