"""What an account has once."""

from __future__ import annotations

from components.identity.account_settings import AccountSettings, AccountSettingsArgs
from tests.synth import synth


def test_passwords_are_long_and_new_and_aws_reaches_people() -> None:
    """CIS 1.2, 1.7 and 1.8."""
    args = AccountSettingsArgs(name="Sec", title="On call", email="s@example.com", phone="+49 30 1234567")
    declared = synth(lambda: AccountSettings("account", args))
    passwords = declared.only("aws:iam/accountPasswordPolicy:AccountPasswordPolicy")
    contact = declared.only("aws:account/alternativeContact:AlternativeContact")

    assert (14, 24) == (passwords["minimumPasswordLength"], passwords["passwordReusePrevention"])
    assert ("SECURITY", "s@example.com") == (contact["alternateContactType"], contact["emailAddress"])
    assert {"contact": "s@example.com"} == declared.outputs_of("lz:identity:AccountSettings")
