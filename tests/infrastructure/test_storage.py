"""The buckets, the queues and the topic: what is kept in them, how, and for how long."""

from typing import Any

import pytest

from handler.jobs.addresses import PREFIX as JOBS
from handler.jobs.page_store import PREFIX as UNDER_WAY
from handler.textract.jobs import PREFIX as TEXTRACT
from tests.infrastructure.template_model import Template, resource_name

BUCKETS = ("UploadsBucket", "ResultsBucket")
QUEUES = ("TaskQueue", "DeadLetterQueue")
_UNFINISHED = {
    "Id": "unfinished-uploads",
    "Status": "Enabled",
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
}
_JOBS = {
    "Id": "jobs",
    "Status": "Enabled",
    "Prefix": JOBS,
    "ExpirationInDays": {"Ref": "JobRetentionDays"},
}


def _statements(template: Template, kind: str, name: str) -> list[dict[str, Any]]:
    """The statements of the one policy that is on a bucket, a queue or a topic."""
    (policy,) = (
        found["Properties"]
        for found in template.of_type(kind).values()
        if {"Ref": name} in [found["Properties"].get("Bucket"), *_targets(found["Properties"])]
    )
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return statements


def _targets(policy: dict[str, Any]) -> list[Any]:
    return [*policy.get("Queues", []), *policy.get("Topics", [])]


def _rules(template: Template, bucket: str) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = template.properties(bucket)["LifecycleConfiguration"]["Rules"]
    return rules


def test_these_are_all(template: Template) -> None:
    """The tests below miss no bucket, queue or topic."""
    assert set(template.of_type("AWS::S3::Bucket")) == set(BUCKETS)
    assert set(template.of_type("AWS::SQS::Queue")) == set(QUEUES)
    assert set(template.of_type("AWS::SNS::Topic")) == {"CompletedTopic"}


@pytest.mark.parametrize("bucket", BUCKETS)
def test_buckets_are_encrypted_and_closed(template: Template, bucket: str) -> None:
    """Both are encrypted, open to nobody by an ACL or a policy, and owned by the account."""
    properties = template.properties(bucket)
    (encryption,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]

    own_key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Ref": "KmsKeyArn"}}
    assert encryption == {
        "ServerSideEncryptionByDefault": {
            "Fn::If": ["HasKmsKey", own_key, {"SSEAlgorithm": "AES256"}]
        },
        "BucketKeyEnabled": {"Fn::If": ["HasKmsKey", True, False]},
    }
    assert template.parameters["KmsKeyArn"]["Default"] == ""
    assert properties["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    assert properties["OwnershipControls"] == {
        "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]
    }


@pytest.mark.parametrize("name", [*BUCKETS, *(f"{bucket}Policy" for bucket in BUCKETS)])
def test_documents_outlive_the_stack(template: Template, name: str) -> None:
    """A stack that is deleted, or replaces a bucket, leaves it and its policy behind."""
    resource = template.resources[name]

    assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
    assert resource["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("bucket", BUCKETS)
def test_cloudformation_names_the_buckets(template: Template, bucket: str) -> None:
    """No name of this template's can be taken, and versions are the operator's choice."""
    assert not {"BucketName", "VersioningConfiguration"} & set(template.properties(bucket))


@pytest.mark.parametrize("queue", QUEUES)
def test_queues_are_encrypted_by_sqs(template: Template, queue: str) -> None:
    """S3 may send to a queue under SQS's own keys, and could not under AWS's key in KMS."""
    properties = template.properties(queue)

    assert properties["SqsManagedSseEnabled"] is True
    assert "KmsMasterKeyId" not in properties


def test_topic_is_encrypted(template: Template) -> None:
    """News are encrypted by SNS's key, which whoever may publish may use."""
    assert template.properties("CompletedTopic") == {"KmsMasterKeyId": "alias/aws/sns"}


@pytest.mark.parametrize(
    ("kind", "name", "action", "resources"),
    [
        *(
            ("AWS::S3::BucketPolicy", bucket, "s3:*", [f"{bucket}.Arn", f"${{{bucket}.Arn}}/*"])
            for bucket in BUCKETS
        ),
        *(("AWS::SQS::QueuePolicy", queue, "sqs:*", [f"{queue}.Arn"]) for queue in QUEUES),
        ("AWS::SNS::TopicPolicy", "CompletedTopic", "sns:Publish", ["CompletedTopic"]),
    ],
)
def test_nothing_is_reached_without_tls(
    template: Template, kind: str, name: str, action: str, resources: list[str]
) -> None:
    """Each bucket, queue and topic refuses everybody who comes without TLS."""
    (denial,) = (each for each in _statements(template, kind, name) if each["Effect"] == "Deny")
    denied = denial["Resource"]

    assert denial["Principal"] == "*"
    assert denial["Action"] == action
    assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    names = [resource_name(each) for each in (denied if isinstance(denied, list) else [denied])]
    assert names == resources


def test_s3_alone_is_let_in_and_for_this_account_alone(template: Template) -> None:
    """The one resource policy that allows anything lets this account's S3 send to the queue."""
    allowed = [
        statement
        for kind in ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
        for policy in template.of_type(kind).values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]

    assert allowed == [
        {
            "Sid": "UploadsAreTold",
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": {"Fn::GetAtt": ["TaskQueue", "Arn"]},
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        }
    ]
    assert allowed[0] in _statements(template, "AWS::SQS::QueuePolicy", "TaskQueue")


def test_every_upload_is_told_once_it_may_be(template: Template) -> None:
    """Whatever way an object is written, the queue hears of it, and S3 is let in before that."""
    notification = template.properties("UploadsBucket")["NotificationConfiguration"]

    assert notification == {
        "QueueConfigurations": [
            {"Event": "s3:ObjectCreated:*", "Queue": {"Fn::GetAtt": ["TaskQueue", "Arn"]}}
        ]
    }
    assert template.resources["UploadsBucket"]["DependsOn"] == "TaskQueuePolicy"


def test_results_are_not_read_in_their_turn(template: Template) -> None:
    """The bucket of results tells nobody of what is written to it."""
    assert "NotificationConfiguration" not in template.properties("ResultsBucket")


def test_uploads_of_jobs_are_deleted_and_others_are_not(template: Template) -> None:
    """What somebody dropped into the bucket stays; no part of an unfinished upload does."""
    assert _rules(template, "UploadsBucket") == [_JOBS, _UNFINISHED]


def test_results_of_jobs_and_what_was_given_up_are_deleted(template: Template) -> None:
    """Results stay, but for those of jobs; pages of a document that never got done do not."""
    given_up = {
        "Id": "given-up",
        "Status": "Enabled",
        "Prefix": UNDER_WAY,
        "ExpirationInDays": 28,
    }

    textract = _JOBS | {"Id": "textract", "Prefix": TEXTRACT}
    assert _rules(template, "ResultsBucket") == [_JOBS, given_up, textract, _UNFINISHED]


@pytest.mark.parametrize(
    ("bucket", "method"), [("UploadsBucket", "POST"), ("ResultsBucket", "GET")]
)
def test_a_page_of_any_site_may_use_what_was_signed(
    template: Template, bucket: str, method: str
) -> None:
    """A browser may post a signed form and follow a signed address, and nothing else."""
    (rule,) = template.properties(bucket)["CorsConfiguration"]["CorsRules"]

    assert rule == {"AllowedMethods": [method], "AllowedOrigins": ["*"]}


def test_mail_is_sent_where_an_address_is_given(template: Template) -> None:
    """Without an address there is no subscription."""
    subscription = template.resources["CompletedEmail"]

    assert subscription["Condition"] == "HasNotificationEmail"
    assert template.parameters["NotificationEmail"]["Default"] == ""
    assert subscription["Properties"] == {
        "TopicArn": {"Ref": "CompletedTopic"},
        "Protocol": "email",
        "Endpoint": {"Ref": "NotificationEmail"},
    }
