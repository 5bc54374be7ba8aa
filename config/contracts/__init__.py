"""What a layer publishes when it is up: the tongue shared by stacks and ops, a file a layer.

A contract holds resolved values only, and with each thing the promise that was made about it, so that `lz verify` can
ask the account whether the promise holds. Contracts freeze: readers ignore fields they do not know, a producer adds a
field one release before a reader needs it, and removing one takes two releases.
"""

from config.contracts.base import LayerContract
from config.contracts.data import DataContract
from config.contracts.foundation import FoundationContract
from config.contracts.network import NetworkContract
from config.contracts.platform import PlatformContract
from config.contracts.recovery import RecoveryContract
from config.contracts.systems import SystemsContract
from config.contracts.workloads import WorkloadsContract
from config.vocabulary import Layer

CONTRACTS: dict[Layer, type[LayerContract]] = {
    Layer.FOUNDATION: FoundationContract,
    Layer.NETWORK: NetworkContract,
    Layer.DATA: DataContract,
    Layer.PLATFORM: PlatformContract,
    Layer.WORKLOADS: WorkloadsContract,
    Layer.SYSTEMS: SystemsContract,
    Layer.RECOVERY: RecoveryContract,
}
"""Which contract a layer publishes; the stack output carries the layer's name."""
