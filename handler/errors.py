"""What can go wrong between a client and the OCR library.

    ServiceError
    ├── AuthenticationError
    │   ├── MissingToken
    │   ├── InvalidToken
    │   └── InvalidSignature
    ├── TokensUnavailable       the tokens cannot be read: nobody is let in
    ├── NotFound
    ├── UnknownOperation        of Amazon Textract's protocol
    ├── InvalidS3Object         no document of this service's is there
    ├── UnknownJob              of Amazon Textract's protocol: not this client's
    ├── IdempotencyMismatch     the same request token for another request
    ├── MethodNotAllowed
    ├── MissingFile             no file in the request
    ├── UnreadableForm          a multipart body that is none
    ├── InvalidBody             a JSON body that is no upload
    ├── UnsupportedEncoding     a compressed body
    ├── ResponseTooLarge
    ├── ServiceBusy
    ├── StorageUnavailable      S3, SQS or SNS does not do what it is asked
    ├── JobNotFinished
    ├── FormatNotMade           a job's result, in a format that it was not asked for
    ├── UploadExpired           nothing was uploaded for a job in time
    ├── ProcessingFailed        a document that every try failed at
    └── InternalError           a fault of ours: the log says where

``code`` and ``str(error)`` are as in ``ocr_core.errors``; which HTTP status a
code has stands in ``handler.problem`` alone.
"""

from typing import ClassVar


class ServiceError(Exception):
    """The root of this tree."""

    code: ClassVar[str] = "service_error"


class AuthenticationError(ServiceError):
    """The caller did not prove who they are."""

    code = "unauthorized"


class MissingToken(AuthenticationError):
    """No ``Authorization`` header."""

    code = "missing_token"


class InvalidToken(AuthenticationError):
    """A malformed header, another scheme, or a token that nobody has."""

    code = "invalid_token"


class InvalidSignature(AuthenticationError):
    """A signature that is malformed, too old, or made with another token."""

    code = "invalid_signature"


class TokensUnavailable(ServiceError):
    """The tokens cannot be read from where they are kept."""

    code = "authorization_unavailable"


class NotFound(ServiceError):
    """Nothing is at that address."""

    code = "not_found"


class UnknownOperation(ServiceError):
    """An operation of Amazon Textract's that this service does not have."""

    code = "unknown_operation"


class InvalidS3Object(ServiceError):
    """An object in S3 that is not there, or not in the bucket of uploads."""

    code = "invalid_s3_object"


class UnknownJob(ServiceError):
    """The client has started no job of this id with this operation."""

    code = "unknown_job"


class IdempotencyMismatch(ServiceError):
    """A request token that was used for another request."""

    code = "idempotency_mismatch"


class MethodNotAllowed(ServiceError):
    """The address is right, the method is not."""

    code = "method_not_allowed"


class MissingFile(ServiceError):
    """The request carries no file, or not as one."""

    code = "missing_file"


class UnreadableForm(ServiceError):
    """The body says multipart and is not."""

    code = "unreadable_form"


class InvalidBody(ServiceError):
    """The body says JSON, and is none or not of the shape of an upload."""

    code = "invalid_body"


class UnsupportedEncoding(ServiceError):
    """The body has a ``Content-Encoding``."""

    code = "unsupported_encoding"


class ResponseTooLarge(ServiceError):
    """The answer does not fit into one response."""

    code = "response_too_large"


class ServiceBusy(ServiceError):
    """More requests are waiting than may."""

    code = "service_busy"


class StorageUnavailable(ServiceError):
    """S3, SQS or SNS did not answer, or refused."""

    code = "storage_unavailable"


class JobNotFinished(ServiceError):
    """The result of a job that is still under way was asked for."""

    code = "job_not_finished"


class FormatNotMade(ServiceError):
    """The job was not asked for that format."""

    code = "format_not_made"


class UploadExpired(ServiceError):
    """Nothing was uploaded for the job while it could be."""

    code = "upload_expired"


class ProcessingFailed(ServiceError):
    """Every try at a document failed, for reasons that are not in the document's bytes."""

    code = "processing_failed"


class InternalError(ServiceError):
    """A fault of the service itself."""

    code = "internal_error"
