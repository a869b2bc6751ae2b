"""A client of the suite in Python: checks and stores an agreement, sends samples, reads verdicts, and reads refusals as data.

It prints what it found as one JSON object. Addresses and tokens come from the environment; the stubs lie on PYTHONPATH.
"""

import json
import os
import sys

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from sla.agreements.v1 import agreements_pb2, agreements_pb2_grpc
from sla.measurement.v1 import determination_pb2, ingest_pb2, ingest_pb2_grpc, measurement_pb2, measurement_pb2_grpc

# Every unary call ends: the services refuse deadlines beyond an hour.
DEADLINE_S = 10

CODES = {code: "".join(part.capitalize() for part in code.name.split("_")) for code in grpc.StatusCode}


def headers(token, language="en"):
    """Who calls, and in which language refusals are explained."""
    return [("authorization", f"Bearer {token}"), ("accept-language", language)]


def refusal_of(error):
    """google.rpc.Status as a program reads it: the reason is stable, the text is for people."""
    refusal = {"code": CODES[error.code()], "reason": "", "domain": "", "locale": "", "text": ""}
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        info, message = error_details_pb2.ErrorInfo(), error_details_pb2.LocalizedMessage()
        if detail.Unpack(info):
            refusal |= {"reason": info.reason, "domain": info.domain}
        elif detail.Unpack(message) and not refusal["text"]:
            refusal |= {"locale": message.locale, "text": message.message}
    return refusal


def check_and_apply(stub, token, document, request_id):
    call = {"metadata": headers(token), "timeout": DEADLINE_S}
    verdict = stub.ValidateDocument(agreements_pb2.ValidateDocumentRequest(document=document), **call)
    broken = agreements_pb2.ValidateDocumentRequest(document=b"schema: sla-suite/agreement/v1\n")
    # The request id makes the call safe to repeat: the second answer is the first one, although nothing changes any more.
    request = agreements_pb2.ApplyDocumentRequest(document=document, request_id=request_id)
    first, again = stub.ApplyDocument(request, **call), stub.ApplyDocument(request, **call)
    return {
        "findings": len(verdict.findings),
        "contentHash": verdict.content_hash,
        "brokenHasFindings": len(stub.ValidateDocument(broken, **call).findings) > 0,
        "agreement": first.agreement.id,
        "version": first.version,
        "changed": [first.changed, again.changed],
    }


def send(stub, token, source, series):
    states = ingest_pb2.StateColumn(states=[ingest_pb2.STATE_UP, ingest_pb2.STATE_DOWN])
    column = ingest_pb2.SeriesColumn(series=series, at_ms=[1_760_000_000_000, 1_760_000_060_000], states=states)
    batch = ingest_pb2.SampleBatch(
        batch_key="batch-1",
        source=source,
        conflict_rule=ingest_pb2.CONFLICT_RULE_REFUSE,
        historical=True,
        columns=[column],
    )
    # The batch key does for samples what the request id does for other changes.
    request = ingest_pb2.IngestBatchRequest(batch=batch)
    call = {"metadata": headers(token), "timeout": DEADLINE_S}
    first, again = stub.IngestBatch(request, **call).receipt, stub.IngestBatch(request, **call).receipt
    return {"accepted": first.accepted, "replayed": [first.replayed, again.replayed]}


def read(stub, token):
    verdicts = {}
    request = measurement_pb2.ListDeterminationsRequest(agreement_id="web-shop", page_size=1)
    while True:
        page = stub.ListDeterminations(request, metadata=headers(token), timeout=DEADLINE_S)
        for determination in page.determinations:
            verdicts[determination.window_label] = determination_pb2.Verdict.Name(determination.verdict)
        if not page.next_page_token:
            return {"verdicts": verdicts}
        request.page_token = page.next_page_token


def refused(stub, provider, probe, document, request_id):
    def apply(token, language="en", content=document, timeout=DEADLINE_S):
        request = agreements_pb2.ApplyDocumentRequest(document=content, request_id=request_id)
        try:
            stub.ApplyDocument(request, metadata=headers(token, language), timeout=timeout)
        except grpc.RpcError as error:
            return refusal_of(error)
        return {"code": "OK"}

    return {
        "wrongRole": apply(probe),
        "wrongRoleInChinese": apply(probe, "zh-CN"),
        "reusedRequestId": apply(provider, content=document + b"\n"),
        "tooLate": apply(provider, timeout=1e-9)["code"],
    }


def main():
    env = os.environ
    provider, probe, request_id = env["SLA_PROVIDER_TOKEN"], env["SLA_INGEST_TOKEN"], env["SLA_REQUEST_ID"]
    with open(env["SLA_DOCUMENT"], "rb") as file:
        document = file.read()
    # A real installation has TLS: grpc.secure_channel(address, grpc.ssl_channel_credentials(ca)).
    with (
        grpc.insecure_channel(env["SLA_AGREEMENTS_ADDRESS"]) as agreements,
        grpc.insecure_channel(env["SLA_MEASUREMENT_ADDRESS"]) as measurement,
    ):
        stub = agreements_pb2_grpc.AgreementsServiceStub(agreements)
        found = check_and_apply(stub, provider, document, request_id)
        found |= send(ingest_pb2_grpc.IngestServiceStub(measurement), probe, env["SLA_SOURCE"], env["SLA_SERIES"])
        found |= read(measurement_pb2_grpc.MeasurementServiceStub(measurement), provider)
        found |= refused(stub, provider, probe, document, request_id)
    json.dump(found, sys.stdout, ensure_ascii=False)


main()
