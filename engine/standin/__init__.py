"""A stand-in for Pulumi's aws provider: the sandbox's AWS is a moto server, its service model is botocore's.

A table row a type says which AWS operations create, read, change and delete it. Values are held against botocore's
shapes at preview. What moto cannot do is kept as state only, and said so.
"""
