"""The small drawings beside a title: strokes on a square of 20, without fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from report.diagram.model import Icon

PATHS: Final[Mapping[Icon, str]] = {
    Icon.PERSON: "M10 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 17c0-4 3-6 6-6s6 2 6 6",
    Icon.ROLE: "M8 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 17c0-4 2-6 5-6M13 11h5v6h-5zM14 11V9.5a1.5 1.5 0 0 1 3 0V11",
    Icon.SHIELD: "M10 2l6 2v5c0 4-2.5 7-6 9-3.5-2-6-5-6-9V4zM7.5 9.5l2 2 3.5-3.5",
    Icon.MONEY: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12.5 7c-1-1-4.5-1.2-4.5.8s4.5 1.4 4.5 3.6-3.5 2-5 .6M10 5v10",
    Icon.EYE: "M2 10c4-6 12-6 16 0-4 6-12 6-16 0zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
    Icon.GATEWAY: "M3 4h14v12H3zM6 10h8M11.5 7.5L14 10l-2.5 2.5",
    Icon.SUBNET: "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
    Icon.ENDPOINT: "M2 10h5M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6M13 10h5M16 7v6",
    Icon.LOG: "M5 2h7l4 4v12H5zM12 2v4h4M8 10h5M8 13h5",
    Icon.STORE: "M4 5c0-3 12-3 12 0v10c0 3-12 3-12 0zM4 5c0 3 12 3 12 0M4 10c0 3 12 3 12 0",
    Icon.TABLE: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12",
    Icon.VAULT: "M3 3h14v13H3zM5 16v2M15 16v2M10 12.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M10 9.5l1.5-1.5",
    Icon.KEY: "M6 14a4 4 0 1 0 0-8 4 4 0 0 0 0 8M10 10h8M18 10v3M15 10v2.5",
    Icon.BELL: "M5 14c1-1 1-3 1-5a4 4 0 0 1 8 0c0 2 0 4 1 5zM8.5 16.5a1.5 1.5 0 0 0 3 0",
    Icon.TOPIC: "M3 8v4h3l6 4V4L6 8zM15 7c1.5 1.5 1.5 4.5 0 6",
    Icon.CLUSTER: "M10 2l7 4v8l-7 4-7-4V6zM10 10l7-4M10 10v8M10 10L3 6",
    Icon.NODES: "M5 5h10v10H5zM8 8h4v4H8zM8 5V2M12 5V2M8 18v-3M12 18v-3M5 8H2M5 12H2M18 8h-3M18 12h-3",
    Icon.IMAGE: "M10 2l7 3.5v9L10 18l-7-3.5v-9zM3 5.5L10 9l7-3.5M10 9v9",
    Icon.FUNCTION: "M4 3h3l7 14h2M9.5 8L5 17",
    Icon.API: "M7 5L2 10l5 5M13 5l5 5-5 5M11 4L9 16",
    Icon.QUEUE: "M2 6h4v8H2zM8 6h4v8H8zM14 6h4v8h-4z",
    Icon.STREAM: "M2 6c3-3 5 3 8 0s5 3 8 0M2 11c3-3 5 3 8 0s5 3 8 0M2 16c3-3 5 3 8 0s5 3 8 0",
    Icon.MODEL: "M10 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4M4 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4M16 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4"
    "M9 6l-4 8M11 6l4 8M6 16h8",
    Icon.QUERY: "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M12.5 12.5L18 18",
    Icon.CHART: "M3 3v14h14M6 14V9M10 14V5M14 14v-3",
    Icon.PLAN: "M5 3h10v15H5zM8 2h4v3H8zM8 9l1 1 2-2M8 14l1 1 2-2M13 9h0M13 14h0",
    Icon.OTHER: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16M6.5 10h0M10 10h0M13.5 10h0",
}
"""SVG path data (https://www.w3.org/TR/SVG2/paths.html)."""
