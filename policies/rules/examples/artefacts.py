"""A model and the store of its weights, which the same program makes."""

from __future__ import annotations

from typing import Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai
from policies.rules.examples.cards import card
from policies.rules.examples.endpoints import DIGEST, MODEL, container
from policies.rules.examples.governance import OVERSEEN, high
from policies.rules.examples.storage import locked

MODEL_NAME: Final = "lz-prod-fraud-scoring-1a2b3c"
WEIGHTS: Final = f"s3://lz-prod-operations-{ACCOUNT}-{REGION}/fraud-xgboost/sha256/{DIGEST}/model.tar.gz"

STORED: Final[Examples] = (
    *locked("operations"),
    ai(
        MODEL,
        "model",
        name=MODEL_NAME,
        primaryContainer=container(modelDataUrl=WEIGHTS),
        enableNetworkIsolation=True,
        vpcConfig={"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
    ),
    card(MODEL_NAME),
)

EXAMINED: Final[Examples] = (
    ai(
        MODEL,
        "model",
        name=MODEL_NAME,
        primaryContainer=container(),
        enableNetworkIsolation=True,
        vpcConfig={"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
        tags=high(),
    ),
    card(MODEL_NAME),
    *OVERSEEN[1:],
)
"""A model on whose answers much depends, and what people oversee it with."""
