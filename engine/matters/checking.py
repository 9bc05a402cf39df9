"""The gate for `catalogue.yaml`: what `banjie check` says of it, against the county and the processes beside it."""

from pathlib import Path
from typing import Final

from engine.definitions.problem import Problem, Severity
from engine.matters.catalogue_file import CatalogueFile, CatalogueFileError, read_catalogue
from engine.people.county_file import CountyFileError, read_county
from engine.words import words

FILE_NAME: Final = "catalogue.yaml"


def read_beside_county(file: Path) -> CatalogueFile:
    """The catalogue of a file, its units looked up in the `county.yaml` beside it. Raises CatalogueFileError."""
    try:
        county = read_county((file.parent / "county.yaml").read_text(encoding="utf-8-sig"))
        text = file.read_text(encoding="utf-8-sig")
    except CountyFileError as error:
        raise CatalogueFileError([f"county.yaml {problem}" for problem in error.problems]) from error
    except UnicodeDecodeError as error:
        raise CatalogueFileError(
            [words("%(name)s 或 county.yaml 不是 UTF-8 编码,请另存为 UTF-8", name=file.name)]
        ) from error
    except FileNotFoundError as error:
        raise CatalogueFileError(
            [words("没有文件 %(filename)s;事项目录要与单位名录放在一起", filename=error.filename)]
        ) from error

    def find(name: str) -> str | None:
        unit = county.find_unit(name)
        return unit.id if unit is not None else None

    return read_catalogue(text, find)


def check_catalogue(file: Path) -> list[Problem]:
    """What is wrong with a catalogue file: what cannot be taken, and processes that are not there yet."""
    try:
        catalogue = read_beside_county(file)
    except CatalogueFileError as error:
        return [
            _said(file, "error", "catalogue", problem, words("请改正后再查。")) for problem in error.problems
        ]
    missing = sorted(
        process for process in catalogue.processes if not any((file.parent / process).glob("*.bpmn"))
    )
    return [
        _said(
            file,
            "warning",
            "catalogue-process",
            words("事项写明由流程“%(process)s”办理,但没有这个流程文件夹。", process=process),
            words("请核对 process,或先建好流程。"),
        )
        for process in missing
    ]


def _said(file: Path, severity: Severity, rule: str, message: str, remedy: str) -> Problem:
    return Problem(severity, file.name, "", "", rule, message, remedy)
