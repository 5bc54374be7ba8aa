"""One environment, or one layer of it: read what is wanted, compose it, publish what it became."""

import pulumi

from config.load import load
from stacks import LAYERS
from stacks.providers import provider
from stacks.references import Upstream, parse_stack

environment, layers = parse_stack(pulumi.get_stack())
zone = load(environment)
using, upstream = provider(zone), Upstream(environment, layers)

for layer in layers:
    upstream.publish(layer, LAYERS[layer](zone, using, upstream))
