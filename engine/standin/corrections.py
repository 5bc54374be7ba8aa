"""Where moto 5.2.5 does what AWS does not, corrected in the process that runs moto.

A correction belongs here only when no call from outside can do it. Each names the fault; the test of each fails when a
newer moto no longer has it.
"""

from __future__ import annotations

from moto.kms.models import Key, KmsBackend

_MARK = "_corrected_by_the_sandbox"


def apply() -> None:
    """Correct moto in this process; a second call changes nothing."""
    if not hasattr(KmsBackend, _MARK):
        _replicas_stand_alone()
        setattr(KmsBackend, _MARK, True)


def _replicas_stand_alone() -> None:
    """Moto copies a replica key shallowly, so both Regions share aliases and the word that says which is the replica.

    The second Region's alias "exists already", and once the replica was described the primary calls itself a replica
    too. In AWS aliases are regional and ReplicateKey copies none
    (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html).
    """
    replicate = KmsBackend.replicate_key

    def replicate_key(self: KmsBackend, key_id: str, replica_region: str) -> Key:
        replica = replicate(self, key_id, replica_region)
        replica.aliases = {}
        replica.multi_region_configuration = dict(replica.multi_region_configuration)
        return replica

    KmsBackend.replicate_key = replicate_key
