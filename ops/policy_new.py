"""`lz policy new`: a rule with its examples, its mapping and its test, whole and true from the first minute.

What is written is a rule of one property, the most frequent kind. A relation begins the same way: the check becomes a
function, and the example grows by what it relates to.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Template
from typing import Annotated, Any, Final

import typer

from engine.files import write_text
from ops.console import write
from ops.exits import Exit, UsageError
from policies.controls import names as controls
from policies.registry import all_rules
from policies.rule import ID_GRAMMAR, KUBERNETES, Severity

ROOT: Final = Path(__file__).resolve().parents[1]
_TYPE: Final = re.compile(r"[a-z][\w-]*:[\w./-]+:[A-Z]\w*")
_THEME: Final = re.compile(r"[a-z][a-z0-9_]*")
_PATH: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")

_RULE: Final = Template(
    """
$name = resource_rule(
    id=$id,
    title=$title,
    severity=Severity.$severity,
    types=($type_constant,),
    control=$control,
    why=$why,
    fix=$fix,
    good=$stack,
    bad=$bad,
    offending=$offending,$beyond
)(demands(Demand($path, one_of($good), $message)))
"""
)
_IMPORTS: Final = {
    "policies.checks": ("Demand", "demands"),
    "policies.rule": ("Severity", "resource_rule"),
    "policies.value": ("one_of",),
}
_EXAMPLE_IMPORTS: Final = {
    "typing": ("Final",),
    "policies.rule": ("Examples",),
    "policies.rules.examples.build": ("aws",),
}
_BEYOND: Final = '\n    beyond="It is not said in CEL yet (docs/how-to/write-a-rule.md).",'
"""What a rule about a Kubernetes object begins with."""

_TEST: Final = Template(
    '''
@pytest.mark.parametrize(
    ("value", "expected"), [($good, Verdict.PASS), ($bad, Verdict.FAIL), (UNKNOWN, Verdict.UNKNOWN)]
)
def test_$name(value: object, expected: Verdict) -> None:
    """$sentence"""
    rule = next(rule for rule in all_rules() if rule.id == $id)

    assert expected is verdict(rule, $change)
'''
)
_TEST_IMPORTS: Final = {
    "graph.model": ("UNKNOWN",),
    "policies.registry": ("all_rules",),
    "policies.verdict": ("Verdict",),
    "tests.policies.rules.judged": ("verdict",),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new rule says, checked."""

    id: str
    theme: str
    title: str
    severity: Severity
    type: str
    control: str
    path: str
    good: Any
    bad: Any
    message: str
    why: str
    fix: str


def new(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="A free id: LZ-SECTION-NNN.")],
    *,
    theme: Annotated[str, typer.Option(help="The module of policies/rules it stands in; made when there is none.")],
    title: Annotated[str, typer.Option(help="The good state, as a sentence.")],
    type_: Annotated[str, typer.Option("--type", help="The type it judges: aws:s3/bucket:Bucket.")],
    control: Annotated[str, typer.Option(help="The control of the catalogue that it realises.")],
    path: Annotated[str, typer.Option(help="The property: rootAccess, or encryption.keyId.")],
    good: Annotated[str, typer.Option(help="A value that holds, as JSON or as text.")],
    bad: Annotated[str, typer.Option(help="A value that does not.")],
    message: Annotated[str, typer.Option(help="What is wrong where it does not hold, without any value.")],
    why: Annotated[str, typer.Option(help="Why it matters, in one sentence.")],
    fix: Annotated[str, typer.Option(help="The line of configuration or code to change.")],
    severity: Annotated[Severity, typer.Option(help="How bad it is.")] = Severity.MEDIUM,
) -> Exit:
    """Write a new rule about one property: the rule, a good and a bad example, its mapping and its test."""
    draft = Draft(
        rule_id.upper(), theme, title, severity, type_, control, path, _value(good), _value(bad), message, why, fix
    )
    if faults := list(_faults(draft)):
        raise UsageError("lz policy new: " + "; ".join(fault for fault, _ in faults), faults[0][1])
    written = dict(_files(draft, ROOT))
    for file, text in written.items():
        write_text(file, text)
    names = [str(file.relative_to(ROOT)) for file in written]
    write("".join(f"wrote {name}\n" for name in names))
    write(
        f"  next: lz policy explain {draft.id}\n"
        f"        ruff check --fix {' '.join(names)} && ruff format {' '.join(names)}\n"
        f"        pytest tests/policies -k {draft.id}, and make docs for its page\n"
    )
    return Exit.OK


def _faults(draft: Draft) -> Iterator[tuple[str, str]]:
    """What is wrong, and what to give instead."""
    taken = {rule.id: rule.title for rule in all_rules()}
    if not ID_GRAMMAR.fullmatch(draft.id):
        yield f"{draft.id!r} is no id of a rule", "give LZ-SECTION-NNN, for example LZ-S3-042"
    if draft.id in taken:
        section = draft.id.rpartition("-")[0]
        free = max(int(id_[-3:]) for id_ in taken if id_.rpartition("-")[0] == section) + 1
        yield f"{draft.id} is taken ({taken[draft.id]!r})", f"the next free one is {section}-{free:03}"
    if not _THEME.fullmatch(draft.theme):
        yield f"{draft.theme!r} is no name of a module", "give one word in lower case, for example notebooks"
    if not _TYPE.fullmatch(draft.type):
        yield f"{draft.type!r} is no type token", "give one such as aws:s3/bucket:Bucket"
    if draft.control not in controls():
        near = get_close_matches(draft.control.upper(), controls(), n=1)
        yield f"there is no control {draft.control!r}", f"did you mean {near[0]}?" if near else _CONTROLS
    if not _PATH.fullmatch(draft.path):
        yield f"{draft.path!r} is no path of a property", "give names with dots, for example encryption.keyId"
    if draft.good == draft.bad:
        yield "the good value is the bad one", "give a value that holds, and one that does not"
    if draft.title.lower().startswith("ensure"):
        yield "the title begins with Ensure", "say the good state: A notebook gives nobody root"


_CONTROLS: Final = "add it to policies/frameworks/controls.yaml with the requirements it supports"


def _value(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, bool | int | float | str) else text


def _files(draft: Draft, root: Path) -> Iterator[tuple[Path, str]]:
    """The files with the rule in them, whole."""
    type_constant = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", draft.type.rpartition(":")[2]).upper()
    number = draft.id[-3:]
    stack = f"{type_constant}_{number}"
    examples = f"policies.rules.examples.{draft.theme}"
    name, top = _name(draft.title), draft.path.partition(".")[0]
    change = f"{top}={_nested(draft.path, repr(draft.bad))}"
    words: Mapping[str, str] = {
        "name": name,
        "id": repr(draft.id),
        "title": _quoted(draft.title),
        "severity": draft.severity.name,
        "type_constant": type_constant,
        "control": repr(draft.control),
        "why": _quoted(draft.why),
        "fix": _quoted(draft.fix),
        "stack": stack,
        "bad": f'changed({stack}, "example", {change})',
        "offending": repr(f"example.{draft.path}"),
        "beyond": _BEYOND if draft.type.startswith(KUBERNETES) else "",
        "path": repr(draft.path),
        "good": repr(draft.good),
        "message": _quoted(draft.message),
    }
    rules = root / "policies" / "rules" / f"{draft.theme}.py"
    imports = {**_IMPORTS, examples: (type_constant, stack), "policies.rules.examples.build": ("changed",)}
    yield rules, _with(rules, f'"""Rules about {draft.theme.replace("_", " ")}."""', imports, _RULE.substitute(words))
    example = root / "policies" / "rules" / "examples" / f"{draft.theme}.py"
    given = f"{top}={_nested(draft.path, repr(draft.good))}"
    body = (
        f"\n{type_constant}: Final = {draft.type!r}\n"
        f'{stack}: Final[Examples] = (aws({type_constant}, "example", {given}),)\n'
    )
    yield example, _with(example, f'"""Examples of {draft.theme.replace("_", " ")}."""', _EXAMPLE_IMPORTS, body)
    test = root / "tests" / "policies" / "rules" / f"test_{draft.theme}.py"
    tested = _TEST.substitute(
        {
            **words,
            "bad": repr(draft.bad),
            "sentence": draft.why.rstrip(".") + ".",
            "change": f'changed({stack}, "example", {top}={_nested(draft.path, "value")})',
        }
    )
    of_test = {**_TEST_IMPORTS, examples: (stack,), "policies.rules.examples.build": ("changed",)}
    head = f'"""What the rules about {draft.theme.replace("_", " ")} say."""'
    yield test, _with(test, head, of_test, tested, plain=("pytest",))


def _with(file: Path, head: str, imports: Mapping[str, tuple[str, ...]], body: str, plain: tuple[str, ...] = ()) -> str:
    """A module's text with imports it lacks and a body at its end; a new module where there is none."""
    text = file.read_text(encoding="utf-8") if file.is_file() else f"{head}\n\nfrom __future__ import annotations\n"
    tree = ast.parse(text)
    have = set(_imported(tree))
    lines = [f"import {name}" for name in plain if ("", name) not in have]
    lines += [
        f"from {module} import {name}"
        for module, names in imports.items()
        for name in names
        if (module, name) not in have
    ]
    last = max((node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)), default=0)
    written = text.splitlines()
    return "\n".join([*written[:last], *lines, *written[last:]]).rstrip() + "\n\n" + _lacking(body, tree)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            yield from ((module, one.name) for one in node.names)


def _lacking(body: str, tree: ast.Module) -> str:
    """The body without constants that the module has already, such as the token of a type."""
    targets = {node.target for node in tree.body if isinstance(node, ast.AnnAssign)}
    have = {target.id for target in targets if isinstance(target, ast.Name)}
    return "".join(line for line in body.splitlines(keepends=True) if line.partition(": Final = ")[0] not in have)


def _nested(path: str, value: str) -> str:
    """The value of the first name of a path: `a.b.c` gives {"b": {"c": value}}."""
    for step in reversed(path.split(".")[1:]):
        value = f"{{{step!r}: {value}}}"
    return value


def _name(title: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", title.lower()))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
