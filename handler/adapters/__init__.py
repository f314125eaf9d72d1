"""The AWS services behind small functions and classes; boto3 is imported nowhere else."""
