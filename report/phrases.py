"""What of a rule's sentence is to be typed as it stands (a file, a property, an option): reports show it as code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WORDS: Final = re.compile(r"(\s+)")
_EDGES: Final = re.compile(r"""(?P<before>[("']*)(?P<word>\S*?(?:\(\))?)(?P<after>[.,;:!?"')]*)""")

_TYPED: Final = re.compile(
    r"""
      --[a-z][\w-]*(=\S+)?                                        # an option: --trust-remote-code
    | [\w.$-]*[A-Za-z]\w*_\w[\w.$-]*(=\S+)?                       # snake case: metadata_options.http_tokens
    | [A-Za-z]\w*(\[\d*\])?(\.([A-Za-z$*]\w*|<\w+>)(\[\d*\])?)+   # a dotted path: retention.decisions.days
    | [a-z]+([A-Z][a-z]+)+\w*                                     # camel case: readOnlyRootFilesystem
    | [\w.-]+(/[\w.*-]+)*\.(json|md|py|toml|yaml)                 # a file: config/environments/prod.yaml
    | (components|config|docs|functions|policies|stacks)(/[\w.-]+)+
    | [a-z0-9-]+(\.[a-z0-9-]+)+/[\w.*-]+                          # a key of Kubernetes: karpenter.sh/do-not-disrupt
    | [a-z][a-z0-9-]*:([A-Za-z*][\w:*/.-]*)?[\w*]                # an action, a condition, a tag: aws:SourceAccount
    | \w[\w.]*\(\)                                                # a function: container_security()
    """,
    re.VERBOSE,
)
_NOT_TYPED: Final = frozenset({"e.g", "i.e"})


def phrases(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is typed as it stands; together they are the text."""
    plain = ""
    for word in _WORDS.split(text):
        found = _EDGES.fullmatch(word)
        if found and found["word"] not in _NOT_TYPED and _TYPED.fullmatch(found["word"]):
            if plain := plain + found["before"]:
                yield plain, False
            yield found["word"], True
            plain = found["after"]
        else:
            plain += word
    if plain:
        yield plain, False
