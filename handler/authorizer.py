"""Lambda entry: API Gateway's TOKEN authorizer. A bearer token in, allow or deny out."""

import os
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handler.authorization_policy import policy_for
from handler.bearer import authenticate
from handler.errors import AuthenticationError
from handler.logs import logger
from handler.token_settings import TokenSettings
from handler.token_source import create_token_source

_settings = TokenSettings.from_environment(os.environ)
logger.setLevel(_settings.log_level)
_tokens = create_token_source(_settings)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer with a policy for the whole stage: API Gateway caches it by the header.

    Raises:
        TokensUnavailable: the tokens cannot be read; API Gateway lets nobody in.
    """
    try:
        client = authenticate(event.get("authorizationToken"), _tokens)
    except AuthenticationError as error:
        logger.info("denied", extra={"code": error.code})
        return policy_for(None, event["methodArn"])
    logger.info("allowed", extra={"client": client})
    return policy_for(client, event["methodArn"])
