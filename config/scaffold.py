"""The first draft of a card: right in itself, so that a team changes what is there and guesses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from config.cards.resolve import fit_on
from config.errors import ConfigurationError, Problem, shown
from config.model.cluster import Pool
from config.patterns import NEEDS
from config.system import ModelFacts
from config.system.serving import Model
from config.vocabulary import DType, ModelKind, Pattern, PoolName, SystemName, format_tokens

_CONTEXT = 8192
_CONCURRENCY = 8
_REVIEW = timedelta(days=182)
"""When a new system is looked at again."""

_HEAD = """# yaml-language-server: $schema=../schema/system.json
name: {name}
pattern: {pattern}
owner: {owner}
purpose: Says in one sentence what {name} is for, and for whom.
risk: {{tier: limited, role: provider, disclosure: "You are dealing with an AI system."}}

decision:
  what: what is decided, in words that a person concerned understands
  accountable: {owner}
  kpi: {{name: decided-without-a-person, baseline: 0, target: 0.5}} # the baseline is measured before the system starts
  confidence: {{act: 0.8, review: 0.5}}
  review: {{within: 15m}}
  fallbacks: [human]
  record: {{class: decisions, input: digest, on-store-failure: spool}}
  subject: subject_id                       # the field below that names whom a decision is about

data:
  - {{dataset: {dataset}, access: read}}

payload:
  subject_id: {{type: string, longest: 64, personal: true}}
  {field}

model:
  name: {model}
  digest: {digest}
"""

_LANGUAGE = """  dtype: {dtype}
  context: {context}
  concurrency: {concurrency}

serve:
  runtime: vllm
  pool: {pool}
  replicas: {{min: 1, max: 2}}
  timeout: 10s
  slo: {{availability: 99.5%, error: 1%, first-token: 1s, latency: 10s}}
  rollout: {{kind: rolling, hold: 5m}}

guardrail: {{topics: [legal-advice], pii: redact, grounding: 0.75}}
"""

_SCORER = """  concurrency: 8                            # requests that one copy works on at once

serve:
  runtime: sagemaker
  instance: ml.m7i.large
  replicas: {min: 1, max: 2}
  timeout: 300ms
  slo: {availability: 99.5%, error: 1%, latency: 500ms}
  rollout: {kind: canary, steps: [10%, 100%], hold: 15m}
"""

_TAIL = """recovery: {{rto: 4h, rpo: 15m}}
budget: {{monthly: 1000 USD}}
governance: {{stage: development, review-by: {review_by}}}
"""


def draft(
    name: SystemName,
    pattern: Pattern,
    owner: str,
    *,
    models: Sequence[ModelFacts],
    datasets: Sequence[str],
    pools: Mapping[PoolName, Pool],
    today: date,
) -> str:
    """The text of a card that every check of a card by itself passes; raises ConfigurationError where none can be."""
    needs = NEEDS[pattern]
    kind = ModelKind.LLM if ModelKind.LLM in needs.kinds else ModelKind.SCORER
    model = next((facts for facts in models if facts.kind is kind), None)
    if model is None or not datasets:
        lacking = f"no model of kind {kind} in config/models" if model is None else "no dataset in config/datasets"
        raise _cannot(pattern, lacking)
    language = kind is ModelKind.LLM
    head = _HEAD.format(
        name=name,
        pattern=pattern,
        owner=owner,
        dataset=datasets[0],
        field="text: {type: string, longest: 4000, personal: true}" if language else "amount: {type: number}",
        model=model.name,
        digest=model.approvals[-1].digest,
    )
    served = _language(pattern, model, pools) if language else _SCORER
    return f"{head}{served}{_TAIL.format(review_by=today + _REVIEW)}"


def _language(pattern: Pattern, facts: ModelFacts, pools: Mapping[PoolName, Pool]) -> str:
    """On the first pool where a request has room beside the weights: FP8 where it can be, else what fits."""
    context = min(_CONTEXT, facts.context or _CONTEXT)
    for dtype in (DType.FP8, DType.BF16, DType.INT4):
        asked = Model.model_construct(dtype=dtype, context=context, concurrency=_CONCURRENCY)
        for pool, there in pools.items():
            fit = fit_on(asked, facts, device=there.gpu.memory, devices=there.gpu.count)
            if fit is not None and fit.most_requests:
                return _LANGUAGE.format(
                    dtype=dtype,
                    context=format_tokens(context),
                    concurrency=min(_CONCURRENCY, fit.most_requests),
                    pool=pool,
                )
    raise _cannot(pattern, f"no pool that {facts.name} fits")


def _cannot(pattern: Pattern, lacking: str) -> ConfigurationError:
    reason, fix = f"cannot be drafted: there is {lacking}", "add one first; docs/reference/system-cards.md says how"
    return ConfigurationError([Problem("config/systems", "pattern", shown(pattern.value), reason, fix)])
