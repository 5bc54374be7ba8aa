"""The architecture as a picture, drawn from the resource graph: what stands where, and what flows from it to what.

One way, in pure functions: graph -> `membership` (which box a resource belongs to) -> `environment` (boxes in frames,
and arrows) -> `layout` and `routing` (numbers) -> `svg` (text).
"""
