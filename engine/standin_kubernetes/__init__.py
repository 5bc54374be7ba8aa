"""A stand-in for Pulumi's kubernetes provider: the sandbox's clusters are stores of objects.

An object is held against Kubernetes' published schemas, or its CustomResourceDefinition's, and against the rules that
an API server keeps in code; then it is stored under its cluster, with the metadata a server gives. Nothing runs: no
status is made up, no default is filled in, no chart is rendered, no CEL rule is evaluated.

The kubeconfig chooses the cluster. It must name the address of one of the sandbox's; no other API server is reached.
"""
