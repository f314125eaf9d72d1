"""The bench of load: answers, memory, figures and what has to hold."""
