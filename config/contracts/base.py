"""What every contract has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """Read leniently: a newer producer may say more than this reader knows."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class LayerContract(Contract):
    """Whose layer it is, and where it stands."""

    environment: str
    account: str
    region: str
