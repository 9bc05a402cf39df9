"""Data: objects, inputs, outputs and how they are joined."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.names import attribute, child, children, local, reference, text_of
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words

_SUBPROCESSES = ("subProcess", "transaction", "adHocSubProcess")


def no_inputs_of_subprocess(subject: Subject) -> Iterator[Problem]:
    """A subprocess has no inputs and outputs of its own (BPMN 2.0, 10.4.1)."""
    for element in subject.elements(*_SUBPROCESSES):
        if child(element, "ioSpecification") is not None:
            yield subject.problem(
                "subprocess-io",
                element,
                words(
                    "%(type)s%(element)s不能有 ioSpecification。",
                    type=word(local(element)),
                    element=quoted(element),
                ),
                words("请删去它,子流程直接使用外层的数据。"),
            )


def in_sets(subject: Subject) -> Iterator[Problem]:
    """Every data input stands in an input set, every output in an output set (BPMN 2.0, 10.4.1)."""
    for name, holder, entry in (
        ("dataInput", "inputSet", "dataInputRefs"),
        ("dataOutput", "outputSet", "dataOutputRefs"),
    ):
        listed = {
            reference(text_of(item))
            for item_set in subject.elements(holder)
            for item in children(item_set, entry)
        }
        for element in subject.elements(name):
            if attribute(element, "id") not in listed:
                yield subject.problem(
                    "data-outside-set",
                    element,
                    words(
                        "%(name)s%(element)s不在任何 %(holder)s 里。",
                        name=word(name),
                        element=quoted(element),
                        holder=holder,
                    ),
                    words("请在 %(holder)s 中用 %(entry)s 列出它。", holder=holder, entry=entry),
                )


def set_members(subject: Subject) -> Iterator[Problem]:
    """Optional and while-executing members of a set are members of it (BPMN 2.0, tables 10.60, 10.61)."""
    for name, entry in (("inputSet", "dataInputRefs"), ("outputSet", "dataOutputRefs")):
        side = "Input" if name == "inputSet" else "Output"
        for element in subject.elements(name):
            members = {reference(text_of(item)) for item in children(element, entry)}
            for kind in (f"optional{side}Refs", f"whileExecuting{side}Refs"):
                for item in children(element, kind):
                    if reference(text_of(item)) not in members:
                        yield subject.problem(
                            "set-member",
                            element,
                            words(
                                "%(name)s 的 %(kind)s 列出了不属于它的 %(item)s。",
                                name=name,
                                kind=kind,
                                item=text_of(item),
                            ),
                            words("请同时在 %(entry)s 中列出它。", entry=entry),
                        )


def paired_sets(subject: Subject) -> Iterator[Problem]:
    """Input and output sets that name each other do so on both sides (BPMN 2.0, tables 10.60, 10.61)."""
    for name, entry, back in (
        ("inputSet", "outputSetRefs", "inputSetRefs"),
        ("outputSet", "inputSetRefs", "outputSetRefs"),
    ):
        for element in subject.elements(name):
            for item in children(element, entry):
                other = subject.element(reference(text_of(item)))
                named = [] if other is None else [reference(text_of(i)) for i in children(other, back)]
                if other is not None and attribute(element, "id") not in named:
                    yield subject.problem(
                        "unpaired-sets",
                        element,
                        words(
                            "%(name)s %(id)s 引用了 %(item)s,对方却没有引用它。",
                            name=name,
                            id=attribute(element, "id") or "",
                            item=text_of(item),
                        ),
                        words("请在对方的 %(back)s 中补上,或删去这条引用。", back=back),
                    )


def associations(subject: Subject) -> Iterator[Problem]:
    """Data associations run between an activity's data and data of its surroundings (BPMN 2.0, 10.4.2)."""
    for element in subject.elements("dataInputAssociation", "dataOutputAssociation"):
        owner = element.getparent()
        if owner is None:
            continue
        sources = [subject.element(reference(text_of(item))) for item in children(element, "sourceRef")]
        targets = [subject.element(reference(text_of(item))) for item in children(element, "targetRef")]
        if len(sources) > 1 and child(element, "transformation") is None:
            yield subject.problem(
                "association-sources",
                owner,
                words("%(owner)s的数据关联有多个来源,却没有转换(transformation)。", owner=quoted(owner)),
                words("请只留一个来源,或写出转换。"),
            )
        converted = child(element, "transformation")
        if converted is not None and not text_of(converted).strip() and subject.is_run(element):
            yield subject.problem(
                "empty-transformation",
                owner,
                words("%(owner)s的数据关联有转换(transformation),却没有写算式。", owner=quoted(owner)),
                words("请写出转换的算式,或删去 transformation。"),
            )
        for source in sources[:1]:
            for target in targets[:1]:
                yield from _same_type(subject, element, owner, source, target)


def _same_type(
    subject: Subject,
    association: etree._Element,
    owner: etree._Element,
    source: etree._Element | None,
    target: etree._Element | None,
) -> Iterator[Problem]:
    converted = any(child(association, name) is not None for name in ("transformation", "assignment"))
    if source is None or target is None or converted:
        return
    kinds = [_structure(subject, end) for end in (source, target)]
    if None not in kinds and kinds[0] != kinds[1]:
        yield subject.problem(
            "association-types",
            owner,
            words(
                "%(owner)s的数据关联两端类型不同:%(source)s与%(target)s。",
                owner=quoted(owner),
                source=quoted(source),
                target=quoted(target),
            ),
            words("请让两端用同一数据类型,或写出转换(transformation)。"),
        )


def _structure(subject: Subject, element: etree._Element) -> str | None:
    """The structure of a data element, through the object or store it refers to; None where unsaid."""
    for name in ("dataObjectRef", "dataStoreRef"):
        pointed = subject.element(reference(attribute(element, name)))
        if pointed is not None:
            element = pointed
    item = subject.element(reference(attribute(element, "itemSubjectRef")))
    return None if item is None else attribute(item, "structureRef") or attribute(item, "id")


def collections(subject: Subject) -> Iterator[Problem]:
    """What a multi-instance goes through is a collection (BPMN 2.0, table 10.29)."""
    for element in subject.elements("multiInstanceLoopCharacteristics"):
        for name in ("loopDataInputRef", "loopDataOutputRef"):
            held = child(element, name)
            data = None if held is None else subject.element(reference(text_of(held)))
            if data is not None and _is_single(subject, data):
                owner = element.getparent()
                place = owner if owner is not None else element
                yield subject.problem(
                    "loop-data-not-collection",
                    place,
                    words(
                        "多实例%(place)s的 %(name)s 指向%(data)s,它不是集合。",
                        place=quoted(place),
                        name=name,
                        data=quoted(data),
                    ),
                    words('isCollection 须为 "true"。'),
                )


def loop_items(subject: Subject) -> Iterator[Problem]:
    """What a multi-instance branch takes or gives is one of its collection's items (BPMN 2.0, table 10.29)."""
    for element in subject.elements("multiInstanceLoopCharacteristics"):
        for name, whole in (("inputDataItem", "loopDataInputRef"), ("outputDataItem", "loopDataOutputRef")):
            item, held = child(element, name), child(element, whole)
            data = None if held is None else subject.element(reference(text_of(held)))
            kinds = [_item(subject, each) for each in (item, data)]
            owner = element.getparent()
            if kinds[0] is None or kinds[1] is None or owner is None:
                continue
            structures = [attribute(kind, "structureRef") for kind in kinds if kind is not None]
            many = attribute(kinds[0], "isCollection") in ("true", "1")
            if many or (None not in structures and structures[0] != structures[1]):
                said = words("本身还是集合") if many else words("与集合里的类型不同")
                yield subject.problem(
                    "loop-item-type",
                    owner,
                    words("多实例%(owner)s的 %(name)s%(said)s。", owner=quoted(owner), name=name, said=said),
                    words("请让它是 %(whole)s 里的一项:同一类型,不是集合。", whole=whole),
                )


def _item(subject: Subject, element: etree._Element | None) -> etree._Element | None:
    return None if element is None else subject.element(reference(attribute(element, "itemSubjectRef")))


def _is_single(subject: Subject, element: etree._Element) -> bool:
    """Whether a data element says that it is no collection; silence counts as yes where it has the attribute."""
    pointed = subject.element(reference(attribute(element, "dataObjectRef")))
    element = element if pointed is None else pointed
    item = subject.element(reference(attribute(element, "itemSubjectRef")))
    many = [attribute(part, "isCollection") for part in (element, item) if part is not None]
    return not any(value in ("true", "1") for value in many) and local(element) != "property"


def references(subject: Subject) -> Iterator[Problem]:
    """A data object or store reference says what it refers to (BPMN 2.0, tables 10.52 and 10.55)."""
    for element in subject.elements("dataObjectReference"):
        if attribute(element, "dataObjectRef") is None:
            yield subject.problem(
                "data-object-ref",
                element,
                words("数据对象引用%(element)s没有指明数据对象。", element=quoted(element)),
                words("请填写 dataObjectRef。"),
            )


def visible(subject: Subject) -> Iterator[Problem]:
    """A data object is seen from its own process or subprocess and what lies inside (BPMN 2.0, 10.4.1)."""
    for element in subject.elements("dataObjectReference"):
        data = subject.element(reference(attribute(element, "dataObjectRef")))
        home = None if data is None or local(data) != "dataObject" else data.getparent()
        if home is not None and home not in element.iterancestors():
            yield subject.problem(
                "data-out-of-scope",
                element,
                words(
                    "数据对象引用%(element)s指向的数据对象在%(home)s里,从这里看不到。",
                    element=quoted(element),
                    home=quoted(home),
                ),
                words("请把数据对象移到外层,或在本层另建一个。"),
            )


def formats(subject: Subject) -> Iterator[Problem]:
    """`textFormat` is a MIME type (BPMN 2.0, tables 8.3 and 8.6)."""
    for element in subject.elements("documentation", "textAnnotation"):
        text = attribute(element, "textFormat")
        if text is not None and not _is_mime(text):
            owner = element.getparent() if local(element) == "documentation" else element
            yield subject.problem(
                "text-format",
                owner if owner is not None else element,
                words("textFormat “%(text)s”不是 MIME 类型。", text=text),
                words("请改为 text/plain,或删去 textFormat。"),
            )


def _is_mime(text: str) -> bool:
    major, slash, minor = text.partition("/")
    return bool(slash and major and minor and " " not in text.split(";")[0].strip())


CHECKS: tuple[Check, ...] = (
    no_inputs_of_subprocess,
    in_sets,
    set_members,
    paired_sets,
    associations,
    collections,
    loop_items,
    references,
    visible,
    formats,
)
