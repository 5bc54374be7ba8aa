"""API Gateway as far as moto 5.2.5 differs from AWS in what no call from outside can change."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from moto.apigateway import urls
from moto.apigateway.responses import APIGatewayResponse

_ANY_TAGGED = "{0}/tags/(?P<tagged>.+)$"


def apply() -> None:
    """Correct moto in this process."""
    _apis_and_names_have_tags_too()


def _apis_and_names_have_tags_too() -> None:
    """Moto tags stages only, and only where nothing decodes the ARN on the way."""

    def tagged(self: APIGatewayResponse) -> Any:
        path = unquote(unquote(self.path.partition("/tags/")[2])).partition("::/")[2].split("/")
        if path[0] == "domainnames":
            return self.backend.get_domain_name(path[1])
        return self.backend.get_stage(path[1], path[3]) if len(path) > 3 else self.backend.get_rest_api(path[1])

    def get_tags(self: APIGatewayResponse) -> str:
        return json.dumps({"tags": tagged(self).tags or {}})

    def tag_resource(self: APIGatewayResponse) -> str:
        found = tagged(self)
        found.tags = {**(found.tags or {}), **(self._get_param("tags") or {})}  # pyright: ignore[reportPrivateUsage]
        return json.dumps({})

    def untag_resource(self: APIGatewayResponse) -> str:
        found, gone = tagged(self), set((self.querystring or {}).get("tagKeys", []))
        found.tags = {key: value for key, value in (found.tags or {}).items() if key not in gone}
        return json.dumps({})

    urls.url_paths[_ANY_TAGGED] = APIGatewayResponse.dispatch
    APIGatewayResponse.get_tags = get_tags
    APIGatewayResponse.tag_resource = tag_resource
    APIGatewayResponse.untag_resource = untag_resource
