"""The border of the organisation, for its management account: the documents of this pack, attached where they are told.

Configuration: `account` is the management account, `id` the organization's (o-...), `owner` whom to call, `region` one
of the organisation's, `targets` a list of the roots, units or accounts to hold.
"""

import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

# The engine runs a program from its own folder; the rooms are those of the project around it.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from components.organisation.border import Border, BorderArgs, BorderPolicy
from policies.org_policies import org_policies
from policies.organisation import organisation

config = pulumi.Config()
management = aws.Provider(
    "management",
    # AWS Organizations has one endpoint, whatever Region asks for it.
    region=config.require("region"),
    allowed_account_ids=[config.require("account")],
    default_tags={"tags": {"lz:environment": "organisation", "lz:owner": config.require("owner")}},
)
documents = org_policies(organisation(), config.require("id"))
border = Border(
    "border",
    BorderArgs(
        policies=[
            BorderPolicy(name=one.name, type=str(one.type), description=one.description, content=one.text)
            for one in documents
        ],
        targets=config.require_object("targets"),
    ),
    pulumi.ResourceOptions(providers=[management]),
)
pulumi.export("policies", border.ids)
