"""Runs the code of a deployed function: moto keeps a function's configuration and code, and runs none without Docker.

The code is the archive that the stack's state names, held against the hash of what the sandbox's Lambda holds; the
variables are those of the deployed function; its credentials are of its own role. Only addresses differ: AWS is the
moto server, and models are the stand-ins of engine.fake_models.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.errors import EngineError
from engine.standin.clients import Clients
from engine.standin.types.lambda_ import archive

FUNCTION = "aws:lambda/function:Function"
_PROCESS = Path(__file__).resolve().parent / "lambda_process.py"
_INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT")
_LATER = 30
"""Seconds beyond the function's own limit until its process is given up: it has to start first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """A function as it stands in the sandbox."""

    name: str
    arn: str
    handler: str
    role: str
    region: str
    account: str
    seconds: float
    variables: Mapping[str, str]
    code: bytes
    """A zip."""

    def targets(self) -> dict[str, str]:
        """Where its targets are, as the stand-in models know them: the name of each to what it is asked as."""
        places: dict[str, dict[str, Any]] = json.loads(self.variables.get("LZ_TARGETS", "{}"))
        return {name: str(place.get("endpoint") or place.get("model") or "") for name, place in places.items()}


def deployed(
    name: str, region: str, account: str, resources: Sequence[Mapping[str, Any]], clients: Clients
) -> Deployed:
    """The function of this name; EngineError where the sandbox does not hold what the state says was deployed."""
    held = clients.client("lambda", region, account).get_function(FunctionName=name)["Configuration"]
    found = [r for r in resources if r["type"] == FUNCTION and r.get("outputs", {}).get("name") == name]
    if not found:
        raise EngineError(f"the state knows no function {name}", "bring the environment up again: lz up")
    code = archive(found[0]["inputs"]["code"])
    if base64.b64encode(hashlib.sha256(code).digest()).decode() != held["CodeSha256"]:
        raise EngineError(f"the code of {name} has changed since it was deployed", "deploy it: lz up")
    return Deployed(
        name=name,
        arn=held["FunctionArn"],
        handler=held["Handler"],
        role=held["Role"],
        region=region,
        account=account,
        seconds=float(held["Timeout"]),
        variables=held.get("Environment", {}).get("Variables", {}),
        code=code,
    )


def invoke(
    function: Deployed, events: Sequence[Mapping[str, Any]], *, clients: Clients, models: str
) -> list[dict[str, Any]]:
    """The answers to events, one after another in one process; EngineError when it does not end well."""
    with TemporaryDirectory(prefix="lz-lambda-") as folder:
        root, answers = Path(folder, "task"), Path(folder, "answers.json")
        with zipfile.ZipFile(io.BytesIO(function.code)) as packed:
            packed.extractall(root)
        asked = {
            "handler": function.handler,
            "name": function.name,
            "arn": function.arn,
            "seconds": function.seconds,
            "events": list(events),
            "answers": str(answers),
        }
        try:
            ended = subprocess.run(
                [sys.executable, "-P", str(_PROCESS)],
                input=json.dumps(asked),
                capture_output=True,
                text=True,
                check=False,
                cwd=root,
                env=_environment(function, root, clients, models),
                timeout=function.seconds * len(events) + _LATER,
            )
        except subprocess.TimeoutExpired as error:
            raise EngineError(f"{function.name} did not end within its time", "look at the target it asks") from error
        if ended.returncode or not answers.exists():
            last = ended.stderr.strip().splitlines()[-1:] or ["it said nothing"]
            raise EngineError(f"{function.name} broke: {last[0]}", "look at that line of functions/")
        found: list[dict[str, Any]] = json.loads(answers.read_text(encoding="utf-8"))
        return found


def _environment(function: Deployed, root: Path, clients: Clients, models: str) -> dict[str, str]:
    sts = clients.client("sts", function.region, function.account)
    # moto knows whose a request is by the credentials that it gave out itself.
    own = sts.assume_role(RoleArn=function.role, RoleSessionName=function.name[:64])["Credentials"]
    places: dict[str, dict[str, Any]] = json.loads(function.variables.get("LZ_TARGETS", "{}"))
    for place in places.values():
        if "url" in place:
            place["url"] = f"{models}/v1"
    return {
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
        **function.variables,
        **({"LZ_TARGETS": json.dumps(places)} if places else {}),
        "AWS_ACCESS_KEY_ID": own["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": own["SecretAccessKey"],
        "AWS_SESSION_TOKEN": own["SessionToken"],
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": clients.endpoint,
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": models,
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": models,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "LAMBDA_TASK_ROOT": str(root),
        "POWERTOOLS_TRACE_DISABLED": "true",
        "PYTHONPATH": str(root),
    }
