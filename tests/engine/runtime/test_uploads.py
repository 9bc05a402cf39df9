"""Files of an answer: those uploaded to the very case count, others do not."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine import tables
from engine.database import new_key
from engine.refusals import Refused
from engine.time import clock
from tests.support.office import Office, diagram, flows, task

FORM = (
    '{"components": [{"type": "filepicker", "key": "proof", "label": "佐证", "validate": {"required": true}}]}'
).encode()


def _upload(made: Office, case: UUID) -> str:
    key = new_key()
    row = {
        "id": key, "instance_id": case, "name": "照片.jpg", "media_type": "image/jpeg", "size": 3,
        "digest": "sha256:" + "0" * 64, "added_at": clock.now(), "added_by": "dcs.cb",
    }  # fmt: skip
    made.engine.database.transact(
        lambda connection: connection.execute(tables.attachment.insert().values(row))
    )
    return key.hex


def test_an_answer_names_files_uploaded_to_its_case(small: Office) -> None:
    body = '<bpmn:startEvent id="s"/>' + task("a", extensions='<bj:form ref="forms/a.json"/>')
    small.publish(
        diagram(body + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e")), files={"forms/a.json": FORM}
    )
    case, other = small.start(), small.start()
    foreign = _upload(small, other)
    with pytest.raises(Refused, match="没有上传成功"):
        small.complete(case, "a", proof=[foreign])
    small.complete(case, "a", proof=[_upload(small, case)])
    assert small.case(case)["status"] == "completed"
