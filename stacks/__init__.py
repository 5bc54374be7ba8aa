"""How things stand together: one composition a layer, in the order the layers need each other."""

from config.vocabulary import Layer
from stacks import data, foundation, network
from stacks.references import Composition

LAYERS: dict[Layer, Composition] = {
    Layer.FOUNDATION: foundation.compose,
    Layer.NETWORK: network.compose,
    Layer.DATA: data.compose,
}
"""A composition takes the environment and what came before it, and returns its contract."""
