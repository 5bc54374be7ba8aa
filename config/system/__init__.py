"""AI system cards and what they name: models and datasets."""

from config.system.card import SystemCard
from config.system.facts import Dataset, ModelFacts
from config.system.resolved import System

__all__ = ["Dataset", "ModelFacts", "System", "SystemCard"]
