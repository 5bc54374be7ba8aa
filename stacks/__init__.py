"""How things stand together: one composition a layer, in the order the layers need each other."""

from config.vocabulary import Layer
from stacks import data, foundation, network, platform, recovery, systems, workloads
from stacks.references import Composition

LAYERS: dict[Layer, Composition] = {
    Layer.FOUNDATION: foundation.compose,
    Layer.NETWORK: network.compose,
    Layer.DATA: data.compose,
    Layer.PLATFORM: platform.compose,
    Layer.WORKLOADS: workloads.compose,
    Layer.SYSTEMS: systems.compose,
    Layer.RECOVERY: recovery.compose,
}
"""A composition takes the environment and what came before it, and returns its contract."""
