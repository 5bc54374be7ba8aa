"""Clusters: what stands around the pods, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policies.admission.conditions import WRITTEN_TRUE, none_of, one_of
from policies.admission.demands import Demand, object_rule
from policies.admission.statements import Holds, both, is_, one, path
from policies.organisation import organisation
from policies.paths import every_resource
from policies.pods import NAMESPACE, NETWORK_POLICY, RELEASE, SERVICE, stands_in
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed, optioned, placed
from policies.rules.examples.kubernetes import CHARTS, CLOSED, ROLES
from policies.value import Outcome, Value
from policies.value import one_of as among
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_ENFORCE: Final = "pod-security.kubernetes.io/enforce"
_SCHEME: Final = "service.beta.kubernetes.io/aws-load-balancer-scheme"
_INTERNAL: Final = "service.beta.kubernetes.io/aws-load-balancer-internal"
_KIND: Final = path("spec.type")
_INSIDE: Final = Holds(_KIND, one_of("ClusterIP", "ExternalName"), missing="ClusterIP")
_BALANCED_INSIDE: Final = both(
    Holds(_KIND, one_of("LoadBalancer")),
    one(
        Holds(path("metadata.annotations", _SCHEME), one_of("internal")),
        Holds(path("metadata.annotations", _INTERNAL), WRITTEN_TRUE),
    ),
)
_RELEASED: Final = re.compile(r"v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?")
_DEFAULT: Final = re.compile(r"default(_[\d_]+)?")
"""The name Pulumi gives a provider it makes by itself."""


@graph_rule(
    id="LZ-K8S-011",
    title="Nothing passes the network of a namespace but what is named",
    severity=Severity.HIGH,
    types=(NAMESPACE,),
    control="K8S-11",
    why="A model that can be talked into calling out calls out; without a policy every pod reaches every other.",
    fix="Declare a NetworkPolicy with an empty podSelector, both policyTypes and no rules; nothing_passes() is one.",
    good=CLOSED,
    bad=placed(CLOSED, "default-deny", ("spec", "egress"), [{}]),
    offending="default-deny.spec.egress",
    beyond="The policy that closes a namespace is made after it.",
)
def namespace_is_closed(stack: StackView) -> Iterator[Outcome]:
    for namespace in stack.of_type(NAMESPACE):
        closed = some(
            stands_in(policy, namespace) & _closes(policy["spec"]) for policy in stack.of_type(NETWORK_POLICY)
        )
        yield namespace.outcome(closed, "no policy closes it in both directions")


def _closes(spec: Value) -> Verdict:
    everything = spec.at("podSelector").holds(lambda raw: raw == {})
    ways = (some(each.holds(among(way)) for each in spec.at("policyTypes").each()) for way in ("Ingress", "Egress"))
    shut = (spec.at(field).holds(lambda raw: raw == [], when_missing=[]) for field in ("ingress", "egress"))
    return every([everything, *ways, *shut])


namespace_admits_restricted_pods = object_rule(
    Demand(
        Holds(path("metadata.labels", _ENFORCE), one_of("restricted")),
        "Pod Security does not enforce restricted",
        at=path("metadata.labels"),
    ),
    id="LZ-K8S-012",
    title="A namespace admits only restricted pods",
    severity=Severity.HIGH,
    types=(NAMESPACE,),
    control="K8S-12",
    why="What the program does not declare, a controller or a person may: the API server itself must refuse it.",
    fix=f"Label the namespace {_ENFORCE}: restricted; restricted_namespace() does.",
    good=CLOSED,
    bad=placed(CLOSED, "assistant", ("metadata", "labels"), {_ENFORCE: "baseline"}),
    offending="assistant.metadata.labels",
)


service_is_inside = object_rule(
    Demand(one(_INSIDE, _BALANCED_INSIDE), "opens it to the outside", at=_KIND),
    id="LZ-K8S-013",
    title="A service is reached from inside",
    severity=Severity.HIGH,
    types=(SERVICE,),
    control="K8S-14",
    why="A model's own endpoint has neither a gateway's limits nor its record before it.",
    fix="Leave the type ClusterIP and bind pods to a target group of the platform by a TargetGroupBinding.",
    good=CLOSED,
    bad=placed(CLOSED, "service", ("spec", "type"), "LoadBalancer"),
    offending="service.spec.type",
    decides=("service.metadata",),
)


@resource_rule(
    id="LZ-K8S-014",
    title="A chart is pinned, and from a repository somebody chose",
    severity=Severity.HIGH,
    types=(RELEASE,),
    control="SUP-06",
    why="A chart is code that runs with the cluster's highest rights; without a version it is whatever is newest.",
    fix="Set an exact version, and list the repository under chart-repositories in policies/organisation.yaml.",
    good=CHARTS,
    bad=changed(CHARTS, "keda", version="2.x"),
    offending="keda.version",
    beyond="A release is no object of the API server; what a chart makes reaches it as single objects.",
)
def chart_is_pinned(release: View) -> Iterator[Outcome]:
    yield release.must("version", lambda raw: _RELEASED.fullmatch(str(raw)) is not None, "is no exact version")
    chosen = organisation().chart_repositories
    chart, repository = release["chart"], release["repositoryOpts.repo"]
    inside = chart.holds(lambda raw: str(raw).startswith((*(f"{url}/" for url in chosen if url[:4] == "oci:"), "./")))
    yield repository.outcome(repository.holds(lambda raw: raw in chosen) | inside, "is no repository of ours")


@graph_rule(
    id="LZ-K8S-015",
    title="An object names its cluster",
    severity=Severity.HIGH,
    types=("kubernetes:*",),
    control="CHG-04",
    why="Without a provider an object goes to whatever cluster the shell of the deploy is set up for.",
    fix="Pass the cluster's provider in the resource options; the components take it from their parent.",
    good=CHARTS,
    bad=optioned(CHARTS, "keda", provider=None),
    offending="keda.provider",
    beyond="Which cluster an object was meant for is known to the program only.",
)
def object_names_its_cluster(stack: StackView) -> Iterator[Outcome]:
    for view in every_resource(stack, "kubernetes"):
        provider = view.provider
        explicit = provider is not None and _DEFAULT.fullmatch(provider.name) is None
        yield view.outcome(Verdict.of(explicit), "relies on the default provider", "provider")


role_names_its_rights = object_rule(
    *(
        Demand(is_(none_of("*")), "is a wildcard", (path("rules"), path(field)))
        for field in ("verbs", "resources", "apiGroups")
    ),
    id="LZ-K8S-016",
    title="A role in the cluster names what it may do",
    severity=Severity.HIGH,
    types=(
        "kubernetes:rbac.authorization.k8s.io/v1:Role",
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    ),
    control="K8S-13",
    why="A wildcard grows with every kind that anybody installs, secrets and new roles among them.",
    fix="List the verbs, resources and API groups that the program uses.",
    good=ROLES,
    bad=placed(ROLES, "reader", ("rules", 0, "verbs"), ["*"]),
    offending="reader.rules[0].verbs",
)
