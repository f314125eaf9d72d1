"""Amazon Textract's JSON protocol, for clients that change an endpoint and a credential."""
