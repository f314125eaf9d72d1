"""What happens under many clients: ``python -m bench.load``.

Clients that each send their next page as soon as the last is answered, against the service of
``make run`` and against one container of the image. What counts is that everybody is answered, or
refused in order, that the wait grows with the queue and that memory does not.
"""
