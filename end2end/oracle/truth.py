"""What is true of the fixture, and how a script says that a file says something else.

Each script beside this one reads the files of one format in the folder that it is given, with programs that
no one here wrote, and ends with 1 and a sentence at the first difference.
"""

import json
import pathlib
import sys

NOT_ANSWERED, ERASED = -9, -8


class Truth:
    """The folder's `cases.json`: variables in order, and cases as {name: {"kind": …, "value": …}}.

    Kinds: empty (not asked), not_answered, erased, code, number, flag (true, false), text ("typed" where
    somebody outside wrote it), time (milliseconds since 1970, UTC).
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        about = json.loads((self.folder / "cases.json").read_text(encoding="utf-8"))
        self.about = about
        self.variables = about["variables"]
        self.cases = about["cases"]
        self.times = {it["file"]: it["times"] for it in about["files"]}

    def path(self, file):
        return self.folder / file

    def rows(self, file):
        """The cases as often as they stand in a file."""
        return self.cases * self.times[file]


def check(what, found, wanted):
    """Ends the script where a file says something else than the truth."""
    if found != wanted:
        sys.exit(f"{what}: found {short(found)}, and it is {short(wanted)}")


def short(value):
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}… ({len(text)} characters)"


def truth():
    """That of the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("Which folder? `cargo xtask oracle` says it.")
    return Truth(sys.argv[1])
