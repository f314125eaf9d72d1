"""AWS Signature Version 4: a client proves its token without sending it.

The client's name is the access key id and its token the secret access key. How a request is
signed is in the AWS documentation, *Create a signed AWS API request*; what clients really send
was recorded from botocore and the AWS SDK for JavaScript.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from handler.bearer import TokenSource
from handler.errors import InvalidSignature, MissingToken

_ALGORITHM = "AWS4-HMAC-SHA256"
_MEMBER = re.compile(r"(Credential|SignedHeaders|Signature)=([^,]+)")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_TERMINATOR = "aws4_request"
_DATE_FORMAT = "%Y%m%dT%H%M%SZ"
# No client signs more; what is longer is not worth parsing.
_MAX_HEADER_CHARS = 8_192
_MAX_SIGNED_HEADERS = 50
# A request is good for so long before and after its own date: what AWS's services allow.
CLOCK_SKEW = timedelta(minutes=5)
# What has to be covered, so that a signature is good for one operation, here and now.
_NEEDED = {"host", "x-amz-date", "x-amz-target"}


@dataclass(frozen=True, slots=True)
class Signature:
    """What an ``Authorization`` header of this scheme says, and when the request was made."""

    client: str
    scope: str
    """Date, region, service and terminator, joined by slashes."""
    signed_headers: tuple[str, ...]
    digest: str
    """In hexadecimal."""
    date: str
    """``X-Amz-Date``, such as ``20261130T220106Z``."""

    @classmethod
    def of(cls, headers: Mapping[str, str], *, service: str, now: datetime) -> "Signature":
        """Read the headers and refuse what cannot be right, before any body is read.

        Args:
            headers: of the request, names in lower case.
            service: that the request has to be signed for.
            now: the time, with a time zone.

        Raises:
            InvalidSignature: malformed, for another service, incomplete, or too old or new.
        """
        members = _members(headers.get("authorization", ""))
        # A client's name may hold slashes.
        client, separator, scope = _split_credential(members["Credential"])
        date = headers.get("x-amz-date", "")
        signed = tuple(members["SignedHeaders"].split(";"))
        if not separator or scope.split("/")[2:] != [service, _TERMINATOR]:
            raise InvalidSignature(f"Credential should be scoped to the service `{service}`.")
        if not set(signed) >= _NEEDED or len(signed) > _MAX_SIGNED_HEADERS:
            raise InvalidSignature(f"Sign the headers {', '.join(sorted(_NEEDED))}.")
        if not _SIGNATURE.fullmatch(members["Signature"]):
            raise InvalidSignature("The signature is not 64 hexadecimal digits in lower case.")
        _check_date(date, scope, now)
        return cls(client, scope, signed, members["Signature"], date)

    def check(
        self,
        source: TokenSource,
        *,
        method: str,
        paths: Iterable[str],
        query: str,
        headers: Mapping[str, str],
        body: bytes,
    ) -> None:
        """Compare with the signature of each token of the client, in constant time.

        Args:
            source: gives the client's tokens.
            method: of the request.
            paths: of the request as the client may have written it: behind API Gateway nobody
                says whether it named the stage.
            query: of the request, as it was sent.
            headers: of the request, names in lower case.
            body: of the request.

        Raises:
            InvalidSignature: none of them made it.
            TokensUnavailable: the tokens cannot be read.
        """
        values = {"content-length": str(len(body)), **headers}
        if not set(self.signed_headers) <= values.keys():
            raise InvalidSignature("A header that was signed is not in the request.")
        digest = hashlib.sha256(body).hexdigest()
        texts = [
            self._text_to_sign(method, path, _canonical_query(query), values, digest)
            for path in dict.fromkeys(paths)
        ]
        if not source.has_token(self.client, lambda token: self._is_made_with(token, texts)):
            raise InvalidSignature(
                "The signature does not match. The access key id is the client's name, the secret "
                "access key its token."
            )

    def _is_made_with(self, token: str, texts: Sequence[str]) -> bool:
        matches = [hmac.compare_digest(self._sign(token, text), self.digest) for text in texts]
        return any(matches)

    def _text_to_sign(
        self, method: str, path: str, query: str, headers: Mapping[str, str], digest: str
    ) -> str:
        lines = [f"{name}:{' '.join(headers[name].split())}" for name in self.signed_headers]
        names = ";".join(self.signed_headers)
        request = "\n".join((method, path, query, *lines, "", names, digest))
        hashed = hashlib.sha256(request.encode()).hexdigest()
        return "\n".join((_ALGORITHM, self.date, self.scope, hashed))

    def _sign(self, token: str, text: str) -> str:
        key = f"AWS4{token}".encode()
        for part in self.scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


def is_signed(authorization: str | None) -> bool:
    """Whether a header is of this scheme."""
    return authorization is not None and authorization.startswith(f"{_ALGORITHM} ")


def _members(authorization: str) -> dict[str, str]:
    if not authorization:
        raise MissingToken("Send a signature, or the header `Authorization: Bearer <token>`.")
    found: dict[str, str] = {}
    if len(authorization) <= _MAX_HEADER_CHARS and is_signed(authorization):
        parts = authorization.removeprefix(_ALGORITHM).split(",")
        matches = [_MEMBER.fullmatch(part.strip(" ")) for part in parts]
        found = {match[1]: match[2] for match in matches if match}
        if len(found) != len(parts):
            found = {}
    if found.keys() != {"Credential", "SignedHeaders", "Signature"}:
        raise InvalidSignature(
            "The Authorization header is not of the form `AWS4-HMAC-SHA256 Credential=..., "
            "SignedHeaders=..., Signature=...`. Let an AWS SDK sign the request."
        )
    return found


def _split_credential(credential: str) -> tuple[str, str, str]:
    parts = credential.rsplit("/", 4)
    return (parts[0], "/", "/".join(parts[1:])) if len(parts) == 5 and parts[0] else ("", "", "")


def _check_date(date: str, scope: str, now: datetime) -> None:
    try:
        made = datetime.strptime(date, _DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        raise InvalidSignature(
            "X-Amz-Date is not a date such as 20261130T220106Z. Let an AWS SDK sign the request."
        ) from None
    if scope.split("/")[0] != date[:8]:
        raise InvalidSignature("The dates of the credential and of X-Amz-Date differ.")
    if abs(now - made) > CLOCK_SKEW:
        raise InvalidSignature(
            "Signature expired: X-Amz-Date is more than 5 minutes from the server's time. Set the "
            "client's clock."
        )


def _canonical_query(query: str) -> str:
    """Sorted, each name and value encoded as RFC 3986 says."""
    pairs = parse_qsl(query, keep_blank_values=True)
    encoded = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)
