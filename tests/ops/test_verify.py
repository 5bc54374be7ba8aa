"""`lz verify` as it is called: exit codes, formats, and what it cannot use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws
from moto.server import ThreadedMotoServer

from config.contracts import NetworkContract
from config.load import load
from engine.pending import Kind, PendingOperation
from engine.sandbox import Server
from engine.standin.clients import Clients
from ops.cli import main
from ops.verification.outcome import Line, Verdict
from ops.verify import summary
from tests.ops.verification.network import build
from tests.ops.verification.reading import HERE, client
from tests.ops.verification.test_roles import TRUST

ROLE = {"name": "lz-dev-preview"}


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[NetworkContract]:
    """A good VPC of dev in moto, which answers to every client of this process."""
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    with mock_aws():
        yield build().model_copy(update={"environment": "dev"})


def _write(tmp_path: Path, outputs: Any) -> str:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(outputs))
    return str(path)


def _outputs(network: NetworkContract) -> dict[str, Any]:
    return {"network": network.model_dump(mode="json")}


def test_a_kept_contract_ends_with_0_and_a_count(
    network: NetworkContract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a promise, then the sum."""
    assert 0 == main(["verify", "dev", "--contracts", _write(tmp_path, _outputs(network))])

    *lines, total = capsys.readouterr().out.splitlines()

    assert {"ok"} == {line.split("\t")[0] for line in lines}
    assert f"{len(lines)} ok, 0 differ, 0 not checkable here" == total


def test_a_difference_ends_with_7_and_says_what_was_found(
    network: NetworkContract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Expected and found stand side by side."""
    client("ec2", HERE).delete_nat_gateway(NatGatewayId=network.nat_gateways[0])

    assert 7 == main(["verify", "dev", "--contracts", _write(tmp_path, _outputs(network))])

    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("differs")]
    assert ["differs", f"NAT gateway {network.nat_gateways[0]}", "state", "available", "deleted", ""] == line.split(
        "\t"
    )


def test_json_has_every_field_of_a_line(
    network: NetworkContract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a pipeline that keeps evidence."""
    assert 0 == main(["verify", "dev", "--contracts", _write(tmp_path, _outputs(network)), "--json"])

    found = json.loads(capsys.readouterr().out)

    assert {"thing", "promise", "verdict", "expected", "found", "reason", "fix", "rules"} == set(found[0])
    assert {"ok"} == {line["verdict"] for line in found}


def test_a_line_names_the_rules_that_it_asks_again(
    network: NetworkContract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The ids of the policy pack, in the table and in the JSON: the same thought before the deploy and after it."""
    path = _write(tmp_path, _outputs(network))
    main(["verify", "dev", "--contracts", path])
    table = [line.split("\t") for line in capsys.readouterr().out.splitlines()[:-1]]
    main(["verify", "dev", "--contracts", path, "--json"])
    found = json.loads(capsys.readouterr().out)

    assert {"LZ-NET-003"} == {line[5] for line in table if line[2] == "public address on launch"}
    assert {""} == {line[5] for line in table if line[2] == "zone"}
    assert [line[5].split() for line in table] == [line["rules"] for line in found]


def test_an_account_that_cannot_be_asked_has_confirmed_nothing(
    network: NetworkContract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without credentials there is no ok, and the exit code is not 0."""
    path = _write(tmp_path, _outputs(network))
    with pytest.MonkeyPatch.context() as shell:  # ends before moto, which takes its own credentials back
        shell.delenv("AWS_ACCESS_KEY_ID")
        shell.delenv("AWS_SECRET_ACCESS_KEY")
        shell.setenv("AWS_EC2_METADATA_DISABLED", "true")
        shell.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
        shell.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

        assert 7 == main(["verify", "dev", "--contracts", path])

    assert "NoCredentialsError" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environment", "outputs", "said"),
    [
        ("moon", {}, "there is no environment 'moon'"),
        ("dev.cellar", {}, "there is no layer 'cellar'"),
        ("dev", {}, "holds no contract"),
        ("dev", [1], "holds no contract"),
        ("dev", {"network": {"vpc_id": 1}}, "is no part of a contract"),
    ],
)
def test_what_cannot_be_used_ends_with_2(
    environment: str, outputs: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a message and a way out, and no traceback."""
    assert 2 == main(["verify", environment, "--contracts", _write(tmp_path, outputs)])

    error = capsys.readouterr().err
    assert said in error
    assert "→" in error
    assert "Traceback" not in error


def test_contracts_of_another_environment_are_refused(
    network: NetworkContract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody mixed up two files."""
    assert 2 == main(["verify", "prod", "--contracts", _write(tmp_path, _outputs(network))])
    assert "holds contracts of dev, not of prod" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "said"), [("{", "is not JSON"), (None, "No such file")])
def test_a_file_that_cannot_be_read_ends_with_2(
    text: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether it is broken or not there."""
    path = tmp_path / "outputs.json"
    if text is not None:
        path.write_text(text)

    assert 2 == main(["verify", "dev", "--contracts", str(path)])
    assert said in capsys.readouterr().err


@dataclass
class _Sandbox:
    """An engine session as far as verify knows one."""

    published: dict[str, Any] = field(default_factory=dict[str, Any])
    operations: tuple[PendingOperation, ...] = ()
    lost: bool = False
    port: int = 1

    @property
    def server(self) -> Server:
        return Server(1, self.port, "life", "2026-01-01T00:00:00+00:00")

    def clear_outage(self, _tell: Callable[[str], None]) -> None:
        """No drill was here."""

    def outputs(self, _stack: str) -> dict[str, Any]:
        return self.published

    def pending(self, _stack: str) -> tuple[PendingOperation, ...]:
        return self.operations

    def is_lost(self, _stack: str) -> bool:
        return self.lost


def test_a_sandbox_that_was_lost_ends_with_6(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty account would differ in every line; the reason is one."""
    monkeypatch.setattr("ops.verify.open_session", lambda: _Sandbox(lost=True))

    assert 6 == main(["verify", "dev"])
    assert "the sandbox that held dev is gone" in capsys.readouterr().err


def test_a_stack_that_was_never_up_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to hold the account against."""
    monkeypatch.setattr("ops.verify.open_session", _Sandbox)

    assert 2 == main(["verify", "dev"])
    assert "bring it up first: lz up dev" in capsys.readouterr().err


def test_what_a_run_killed_early_left_is_found_without_a_contract(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A first `up` that was killed publishes nothing, and has made something."""
    urn = "urn:pulumi:dev::lz::aws:iam/role:Role::preview"
    made = PendingOperation(urn, "aws:iam/role:Role", Kind.CREATING, ROLE, {})
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    try:
        session = _Sandbox(operations=(made,), port=moto.get_host_and_port()[1])
        iam = Clients(session.server.endpoint).client("iam", HERE, load("dev").account)
        iam.create_role(RoleName=ROLE["name"], AssumeRolePolicyDocument=TRUST)
        monkeypatch.setattr("ops.verify.open_session", lambda: session)

        assert 7 == main(["verify", "dev"])
    finally:
        moto.stop()

    out = capsys.readouterr().out
    assert "import it: pulumi import aws:iam/role:Role preview lz-dev-preview" in out
    assert "0 ok, 1 differ, 0 not checkable here" in out


def test_the_cloud_is_asked_about_what_its_own_backend_published(
    network: NetworkContract, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outputs by the shell's backend, answers by the shell's credentials; a killed run's create has a line as well."""
    urn = "urn:pulumi:dev::lz::aws:iam/role:Role::preview"
    begun = PendingOperation(urn, "aws:iam/role:Role", Kind.CREATING, ROLE, {})
    runner = _Sandbox(_outputs(network), (begun,))
    monkeypatch.setattr("ops.verify.enter_cloud", lambda _stages: runner)

    assert 0 == main(["verify", "dev", "--cloud"])

    *lines, total = capsys.readouterr().out.splitlines()
    assert f"{len(lines)} ok, 0 differ, 0 not checkable here" == total
    assert "left by a killed run" in lines[-1]


def test_a_stack_of_the_cloud_that_was_never_up_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The way out is in the cloud as well."""
    monkeypatch.setattr("ops.verify.enter_cloud", lambda _stages: _Sandbox())

    assert 2 == main(["verify", "dev", "--cloud"])
    assert "bring it up first: lz up dev --cloud" in capsys.readouterr().err


def test_one_source_of_contracts_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of two, nobody would know which was asked about."""
    assert 2 == main(["verify", "dev", "--cloud", "--contracts", _write(tmp_path, {})])
    assert "exclude each other" in capsys.readouterr().err


def test_the_sum_counts_each_verdict() -> None:
    """In the order of a reader's worry."""
    verdicts = [Verdict.OK, Verdict.OK, Verdict.DIFFERS, Verdict.UNCHECKED]

    assert "2 ok, 1 differ, 1 not checkable here" == summary([Line("t", "p", verdict, "e") for verdict in verdicts])
