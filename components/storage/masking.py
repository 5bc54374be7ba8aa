"""What personal data a log group shows only to those who may see it. Pure, no resources.

CloudWatch Logs keeps an event as it came, encrypted, and masks what it recognises wherever events are read; who holds
logs:Unmask sees it. Metric filters, subscriptions and exports see the mask.
"""

from __future__ import annotations

from typing import Any, Final

from components import kit

IDENTIFIERS: Final = (
    "AwsSecretKey",
    "CreditCardNumber",
    "CreditCardSecurityCode",
    "EmailAddress",
    *(f"BankAccountNumber-{country}" for country in ("DE", "ES", "FR", "GB", "IT")),
    *(f"NationalIdentificationNumber-{country}" for country in ("DE", "ES", "IT")),
    *(f"PassportNumber-{country}" for country in ("DE", "ES", "FR", "GB", "IT")),
    *(f"PhoneNumber-{country}" for country in ("DE", "ES", "FR", "GB", "IT")),
)
"""What is recognised: what people type into assistants, in the countries of the allowed Regions. Not addresses of the
network, which an investigation needs.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-managed-data-identifiers.html"""


def document() -> str:
    """The data protection policy of a log group, JSON: the same kinds are looked for and masked."""
    kinds = [f"arn:aws:dataprotection::aws:data-identifier/{kind}" for kind in IDENTIFIERS]
    return kit.document(
        {
            "Name": "personal-data",
            "Version": "2021-06-01",
            "Statement": [
                _statement("Find", kinds, {"Audit": {"FindingsDestination": {}}}),
                _statement("Mask", kinds, {"Deidentify": {"MaskConfig": {}}}),
            ],
        }
    )


def _statement(sid: str, kinds: list[str], operation: dict[str, Any]) -> dict[str, Any]:
    return {"Sid": sid, "DataIdentifier": kinds, "Operation": operation}
