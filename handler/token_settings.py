"""The part of the environment that says which tokens count; all that the authorizer reads."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from handler.bearer import is_usable


def from_json(value: object) -> object:
    """What a variable holds as JSON."""
    return json.loads(value) if isinstance(value, str) else value


def _usable(token: SecretStr) -> SecretStr:
    if not is_usable(token.get_secret_value()):
        raise ValueError("a token has letters, digits and -._~+/ only, and = at its end")
    return token


class TokenSettings(BaseModel):
    """Where the bearer tokens come from; all that the authorizer needs."""

    # An error about a variable must not quote it: it may hold tokens.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    ocr_api_token: Annotated[SecretStr, AfterValidator(_usable)] | None = Field(
        None, description="One token, of the client `default`. For a laptop and `sam local`."
    )
    ocr_api_tokens: Annotated[
        dict[str, Annotated[SecretStr, AfterValidator(_usable)]], BeforeValidator(from_json)
    ] = Field({}, description="Tokens of several clients: a JSON object of client name to token.")
    token_secret_id: str | None = Field(
        None,
        description="ARN or name of the Secrets Manager secret that holds such an object. "
        "Its tokens count beside those above.",
    )
    token_cache_s: float = Field(
        300, ge=0, description="Seconds for which the secret is kept before it is read again."
    )
    token_grace_s: float = Field(
        3600,
        ge=0,
        description="Seconds for which the tokens of the secret go on to count after that, while "
        "it cannot be read again.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="The least severe record that is logged."
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read each field from the variable of its name in capitals; an empty one is unset.

        Raises:
            pydantic.ValidationError: a variable does not hold what it should.
        """
        values: dict[str, Any] = {
            name: environment[name.upper()]
            for name in cls.model_fields
            if environment.get(name.upper())
        }
        return cls(**values)
