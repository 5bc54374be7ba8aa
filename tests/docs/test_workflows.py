"""The GitHub workflows say only what is so: their commands exist, and a job may do no more than its steps need."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.identity.deploy_roles import Workflows
from config.load import environments
from ops.cli import command

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
NEEDS = {
    "actions/checkout": ("contents", "read"),
    "aws-actions/configure-aws-credentials": ("id-token", "write"),
    "github/codeql-action/upload-sarif": ("security-events", "write"),
    "gh pr comment": ("pull-requests", "write"),
}
"""What a step uses, and the one permission of the job's token it needs for that (the README of each action)."""

Job = dict[str, Any]


def jobs(file: Path) -> dict[str, Job]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]


JOBS = [pytest.param(job, id=f"{file.stem}.{name}") for file in FILES for name, job in jobs(file).items()]


def lines(job: Job) -> Iterator[tuple[dict[str, str], str]]:
    """Each line of each script, with the variables of its step."""
    for step in job["steps"]:
        for line in str(step.get("run", "")).splitlines():
            yield step.get("env") or {}, line.strip()


COMMANDS = [
    pytest.param(variables, line, id=f"{file.stem}.{name}: {line}")
    for file in FILES
    for name, job in jobs(file).items()
    for variables, line in lines(job)
    if line.startswith("./lz ")
]


def test_there_are_commands_to_look_at() -> None:
    """A workflow that is spelled in another way must not pass unseen."""
    verbs = [param.values[1].split()[1] for param in COMMANDS if isinstance(param.values[1], str)]

    assert ["check", "preview", "up", "verify"] == sorted(verbs)
    assert all(line.count("./lz ") == line.startswith("./lz ") for p in JOBS for _, line in lines(_job(p.values[0])))


@pytest.mark.parametrize(("variables", "line"), COMMANDS)
def test_a_command_is_one_that_lz_takes(variables: dict[str, str], line: str) -> None:
    """Verb, options and arguments, parsed by the verb itself for every environment."""
    for environment in environments():
        words = shlex.split(_expanded(line, dict.fromkeys(variables, environment)))

        context = command(words[1]).make_context(words[1], words[2:])

        assert environment in context.params.values() or [environment] in context.params.values()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_action_is_pinned_to_a_commit(file: Path) -> None:
    """A tag can be moved; the comment says which release the commit was."""
    uses = re.findall(r"uses: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)

    assert uses
    assert [] == [action for action in uses if not PINNED.fullmatch(action)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_grants_nothing_to_all_jobs(file: Path) -> None:
    """Each job says what it needs; nothing comes by default."""
    assert {} == yaml.safe_load(file.read_text(encoding="utf-8"))["permissions"]


@pytest.mark.parametrize("job", JOBS)
def test_a_job_has_the_permissions_its_steps_need_and_no_other(job: Job) -> None:
    """Of the token that is in its environment, readable by whatever it runs."""
    used = {str(step.get("uses", "")).partition("@")[0] for step in job["steps"]}
    scripts = "\n".join(line for _, line in lines(job))

    wanted = dict(need for tool, need in NEEDS.items() if tool in used or tool in scripts)

    assert wanted == job["permissions"]


@pytest.mark.parametrize("job", JOBS)
def test_a_script_takes_what_others_wrote_from_variables_alone(job: Job) -> None:
    """An expression in a script is pasted into it before the shell reads it: a branch's name would be code."""
    assert [] == [line for _, line in lines(job) if "${{" in line]


@pytest.mark.parametrize("job", JOBS)
def test_a_job_that_assumes_a_role_has_a_token_the_role_trusts(job: Job) -> None:
    """A GitHub environment changes the token's subject: with one it opens the apply role, without one it does not."""
    role = next((s["with"]["role-to-assume"] for s in job["steps"] if "role-to-assume" in s.get("with", {})), None)
    if role is None:
        return
    workflows = Workflows(owner="acme", repository="zone", branch="main")
    subject = "environment:prod" if "environment" in job else "pull_request"
    trusted = workflows.subjects_that_apply("prod") if "APPLY" in role else workflows.subjects_that_preview()

    assert f"repo:acme/zone:{subject}" in trusted


def test_a_pull_request_can_apply_nothing() -> None:
    """Neither the verb nor the role."""
    text = (ROOT / ".github" / "workflows" / "pull-request.yml").read_text(encoding="utf-8")

    assert set() == set(re.findall(r"\./lz (\w+)", text)) & {"up", "down"}
    assert "APPLY" not in text


def test_every_environment_is_previewed_reported_and_can_be_deployed() -> None:
    """An environment that is added to config/ is added here."""
    asked, deploy = jobs(ROOT / ".github/workflows/pull-request.yml"), ROOT / ".github/workflows/deploy.yml"
    # YAML 1.1 reads the key `on` as true.
    choices = yaml.safe_load(deploy.read_text(encoding="utf-8"))[True]["workflow_dispatch"]["inputs"]["environment"]
    (told,) = (step["env"]["ENVIRONMENTS"].split() for step in asked["comment"]["steps"] if "env" in step)
    matrices = [job["strategy"]["matrix"]["environment"] for job in asked.values() if "strategy" in job]

    assert 2 == len(matrices)
    for listed in (*matrices, told, choices["options"]):
        assert set(environments()) == set(listed)


def _expanded(line: str, variables: dict[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda found: variables[found[1]], line)


def _job(value: object) -> Job:
    assert isinstance(value, dict)
    return value
