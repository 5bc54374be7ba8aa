"""Certificates of AWS Certificate Manager, and the wait until one is issued."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Row, Tagging

_ASKED = {"CertificateArn": "$id"}
_OPTIONS = (
    "DomainValidationOptions[].{domainName: DomainName, resourceRecordName: ResourceRecord.Name, "
    "resourceRecordType: ResourceRecord.Type, resourceRecordValue: ResourceRecord.Value}"
)

CERTIFICATE = Row(
    type="aws:acm/certificate:Certificate",
    service="acm",
    create=Call(operation="RequestCertificate", carries=None),
    id="CertificateArn",
    read=Call(operation="DescribeCertificate", takes=_ASKED),
    entity="Certificate",
    absent=("ResourceNotFoundException",),
    delete=(Call(operation="DeleteCertificate", takes=_ASKED),),
    outputs={"arn": "CertificateArn", "domainValidationOptions": _OPTIONS, "status": "Status"},
    observed={"domainName": "DomainName"},
    replace=("domainName", "keyAlgorithm", "subjectAlternativeNames", "validationMethod"),
    kept_changes={"options": "the stand-in does not carry a change of it"},
    tagging=Tagging(
        at_create="Tags",
        put="AddTagsToCertificate",
        keys="Tags",
        drop="RemoveTagsFromCertificate",
        target="CertificateArn",
        by="{id}",
        listed="ListTagsForCertificate",
    ),
    listing=(Call(operation="ListCertificates"), "CertificateSummaryList[].CertificateArn"),
)


def _nothing_is_left(ask: Ask, change: Change) -> None:
    """A wait that is over leaves nothing behind."""
    del ask, change


VALIDATION = Row(
    type="aws:acm/certificateValidation:CertificateValidation",
    service="acm",
    create=Call(
        operation="DescribeCertificate",
        takes={"CertificateArn": "certificateArn"},
        claims=("certificateArn", "validationRecordFqdns"),
    ),
    id_format="{certificateArn}",
    read=Call(operation="DescribeCertificate", takes={"CertificateArn": "certificateArn"}),
    entity="Certificate",
    absent=("ResourceNotFoundException",),
    delete=(_nothing_is_left,),
    replace=("certificateArn", "validationRecordFqdns"),
)
"""A wait of Pulumi's and no thing of AWS's: moto's certificates are issued without anybody's proof."""

ROWS = (CERTIFICATE, VALIDATION)
