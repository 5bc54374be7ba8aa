"""Every rule of the pack, found by importing the modules of policies/rules."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import policies.rules
from policies.rule import Rule, declared


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule in the order of its id; RuleError when one is incomplete or two share an id."""
    for module in pkgutil.walk_packages(policies.rules.__path__, prefix=f"{policies.rules.__name__}."):
        importlib.import_module(module.name)
    return declared()
