"""What an authorizer answers API Gateway with: an IAM policy and a context."""

from typing import Any

# API Gateway's answer when a policy denies is a gateway response of its own
# (ACCESS_DENIED), which template.yaml gives the status 401 and our problem shape.
_NOBODY = "anonymous"


def policy_for(client: str | None, method_arn: str) -> dict[str, Any]:
    """Allow ``client``, or deny when there is none, on every method of the stage.

    Every method, since API Gateway caches the answer by the header and uses it
    for all of them.

    Args:
        client: the client's name, which the app finds as ``client`` in the
            authorizer's context.
        method_arn: ``arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH``.
    """
    api, stage = method_arn.split("/")[:2]
    policy: dict[str, Any] = {
        "principalId": client or _NOBODY,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow" if client else "Deny",
                    "Resource": f"{api}/{stage}/*/*",
                }
            ],
        },
    }
    if client:
        policy["context"] = {"client": client}
    return policy
