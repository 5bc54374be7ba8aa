"""Whom AWS writes to about an account. The service keeps contacts once for all Regions."""

from __future__ import annotations

from engine.standin.row import Call, Row

CONTACT = Row(
    type="aws:account/alternativeContact:AlternativeContact",
    service="account",
    create=Call(operation="PutAlternateContact", carries=None),
    put=True,
    id_format="{alternateContactType}",
    read=Call(operation="GetAlternateContact", takes={"AlternateContactType": "$id"}),
    entity="AlternateContact",
    absent=("ResourceNotFoundException",),
    delete=(Call(operation="DeleteAlternateContact", takes={"AlternateContactType": "$id"}),),
    observed={
        "alternateContactType": "AlternateContactType",
        "emailAddress": "EmailAddress",
        "name": "Name",
        "phoneNumber": "PhoneNumber",
        "title": "Title",
    },
    replace=("alternateContactType", "accountId"),
    provider_only=("accountId",),
    regional=False,
)

ROWS = (CONTACT,)
