"""A provider whose account is a folder: as strict as AWS about names, as slow as it is told.

Each resource is a file named after its physical name. A second create of a name fails; a read of a name that is gone
says so. `LZ_TEST_ACCOUNT` is the folder; the tag `delay` is how many seconds a create takes after the thing exists, so
that a kill in that time leaves what AWS leaves: a resource that nobody's state knows.
"""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb
from typing_extensions import override

from engine.plugin_process import serve

ACCOUNT = Path(os.environ["LZ_TEST_ACCOUNT"])


def _plain(message: struct_pb2.Struct) -> dict[str, Any]:
    return json_format.MessageToDict(message)


def _struct(values: dict[str, Any]) -> struct_pb2.Struct:
    found = struct_pb2.Struct()
    found.update(values)
    return found


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    @override
    def Handshake(self, request: Any, context: Any) -> pb.ProviderHandshakeResponse:
        return pb.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True, accept_outputs=True)

    @override
    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version="7.51.1")

    @override
    def GetSchema(self, request: Any, context: Any) -> pb.GetSchemaResponse:
        return pb.GetSchemaResponse(schema="{}")

    @override
    def CheckConfig(self, request: pb.CheckRequest, context: Any) -> pb.CheckResponse:
        return pb.CheckResponse(inputs=request.news)

    @override
    def DiffConfig(self, request: Any, context: Any) -> pb.DiffResponse:
        return pb.DiffResponse()

    @override
    def Configure(self, request: Any, context: Any) -> pb.ConfigureResponse:
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True)

    @override
    def Check(self, request: pb.CheckRequest, context: Any) -> pb.CheckResponse:
        return pb.CheckResponse(inputs=request.news)

    @override
    def Diff(self, request: pb.DiffRequest, context: Any) -> pb.DiffResponse:
        old, new = _plain(request.old_inputs), _plain(request.news)
        keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
        replaces = [key for key in keys if key == "bucket"]
        return pb.DiffResponse(
            changes=pb.DiffResponse.DIFF_SOME if keys else pb.DiffResponse.DIFF_NONE, diffs=keys, replaces=replaces
        )

    @override
    def Create(self, request: pb.CreateRequest, context: grpc.ServicerContext) -> pb.CreateResponse:
        inputs = _plain(request.properties)
        if request.preview:
            return pb.CreateResponse(properties=request.properties)
        file = ACCOUNT / inputs["bucket"]
        try:
            with file.open("x") as target:
                json.dump(inputs, target)
        except FileExistsError:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, f"BucketAlreadyOwnedByYou: {file.name}")
        time.sleep(float(inputs.get("tags", {}).get("delay", 0)))
        return pb.CreateResponse(id=file.name, properties=request.properties)

    @override
    def Read(self, request: pb.ReadRequest, context: Any) -> pb.ReadResponse:
        file = ACCOUNT / request.id
        if not file.is_file():
            return pb.ReadResponse()
        found = _struct(json.loads(file.read_text()))
        return pb.ReadResponse(id=request.id, inputs=found, properties=found)

    @override
    def Update(self, request: pb.UpdateRequest, context: Any) -> pb.UpdateResponse:
        (ACCOUNT / request.id).write_text(json.dumps(_plain(request.news)))
        return pb.UpdateResponse(properties=request.news)

    @override
    def Delete(self, request: pb.DeleteRequest, context: Any) -> empty_pb2.Empty:
        (ACCOUNT / request.id).unlink(missing_ok=True)
        return empty_pb2.Empty()

    @override
    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()


if __name__ == "__main__":
    server = grpc.server(ThreadPoolExecutor(8))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(), server)
    serve(server)
