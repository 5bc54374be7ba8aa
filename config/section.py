"""What every section has in common: frozen, no unknown keys, attribute docstrings that become schema descriptions."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of an environment's configuration; cannot be changed once read, and refuses a key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)
