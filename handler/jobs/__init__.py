"""Documents in S3: read as tasks of the queue say, their results written beside each other."""
