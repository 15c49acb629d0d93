"""triple-s: the description read by tsapiness, the data by Python's csv.

tsapiness, the one reader of triple-s on PyPI, reads data in fixed columns only, and fails at any `<size>`; so it gets
the description without that element, and says where each variable stands, its type, label, values and subfields.
"""

import csv
import io
import re
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile
from datetime import datetime, timezone

from tsapiness.connector_sss import SurveyMetaData

from truth import ERASED, NOT_ANSWERED, check, truth

csv.field_size_limit(sys.maxsize)

FILE, LANG = "oracle.triple-s.zip", "zh"


def line(text):
    """A text as it stands in one line: no breaks, no control characters."""
    text = text.replace("\r\n", "\n")
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", " ", text)


def first_line(text):
    return line(text.split("\n")[0])


def read(path):
    """The description and the data of the zip."""
    with zipfile.ZipFile(path) as zipped:
        check(f"{FILE}: its files", zipped.namelist(), ["oracle.csv", "oracle.sss"])
        check(f"{FILE}: a broken file", zipped.testzip(), None)
        return zipped.read("oracle.sss"), zipped.read("oracle.csv")


def described(definition):
    """What tsapiness makes of the description."""
    root = xml.fromstring(definition)
    for variable in root.iter("variable"):
        for size in variable.findall("size"):
            variable.remove(size)
    with tempfile.NamedTemporaryFile(suffix=".sss") as file:
        file.write(xml.tostring(root, encoding="utf-8"))
        file.flush()
        return SurveyMetaData(file.name)


def records(data):
    """The data by the rules of triple-s: a line each, no character below 32, the first one skipped."""
    lines = data.decode("utf-8").split("\r\n")
    check(f"{FILE}: what stands after the last line", lines.pop(), "")
    check(f"{FILE}: characters that data may not have", [it for it in lines if it != line(it)], [])
    read = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    check(f"{FILE}: lines and records", len(lines), len(read))
    return read[1:]


def groups(it):
    """The variables of triple-s: a multi is one, a time is two. Each with the columns it is made of."""
    multis = {}
    for variable in it.variables:
        is_choice = variable["of"] and variable["shape"] == "0/1" and variable["part"]
        if is_choice and variable["of"] in multis:
            multis[variable["of"]].append(variable)
            continue
        columns = [variable]
        if is_choice:
            multis[variable["of"]] = columns
            yield "multiple", columns
        elif variable["shape"] == "time":
            yield "date", columns
            yield "time", columns
        elif variable["name"] == "id" or variable["shape"] == "number":
            yield "quantity", columns
        else:
            yield {"code": "single", "0/1": "logical"}.get(variable["shape"], "character"), columns


def standins(codes, room):
    """The codes for what was not answered or erased: nines above all codes of the variable."""
    nines = 9
    while nines - room < max(codes, default=0):
        nines = nines * 10 + 9
    return {NOT_ANSWERED: nines, ERASED: nines - 1}


def choices(columns):
    return [int(it["name"].rsplit("_", 1)[1]) for it in columns]


def values(kind, columns):
    """The values with their labels, as the description must have them."""
    labels = {it["code"]: it["label"][LANG] for it in columns[0]["codes"]}
    if kind == "multiple":
        codes = choices(columns)
        other = standins(codes, 3)
        own = {code: it["part"][LANG] for code, it in zip(codes, columns)}
        return own | {other[code]: label for code, label in labels.items() if code < 0}
    other = standins(labels, 2) if kind == "single" else {}
    return {other.get(code, code): label for code, label in labels.items()}


def check_variable(number, found, positions, kind, columns, it):
    what = f"{FILE}, variable {number} ({columns[0]['name']})"
    check(f"{what}: its type", found.type, kind)
    use = "serial" if columns[0]["name"] == "id" else "weight" if columns[0]["name"] == it.about["weight"] else None
    check(f"{what}: its use", found.use, use)
    check(f"{what}: its field", positions["start"], str(number))
    check(f"{what}: its label", found.label.text.startswith(first_line(columns[0]["text"][LANG])), True)
    if kind in ("single", "multiple", "quantity"):
        labels = {float(it.code): it.label.text for it in found.variable_values.values}
        check(f"{what}: its values", labels, {float(code): first_line(label) for code, label in values(kind, columns).items()})


def wanted(kind, columns, case, weight):
    """The value of a field, as `meant` gives it."""
    cells = [case[it["name"]] for it in columns]
    kinds = {it["kind"] for it in cells}
    blank = NOT_ANSWERED if "not_answered" in kinds else ERASED if "erased" in kinds else None
    cell = cells[0]
    if kind == "multiple":
        codes = choices(columns)
        if blank is not None:
            return {standins(codes, 3)[blank]}
        ticked = {code for code, it in zip(codes, cells) if it.get("value") is True}
        # A choice that was not offered is one that was not ticked: triple-s knows no difference.
        return None if kinds == {"empty"} else ticked
    if cell["kind"] == "empty":
        return 0.0 if columns[0]["name"] == weight else None
    if kind == "single":
        codes = [it["code"] for it in columns[0]["codes"]]
        return cell["value"] if blank is None else standins(codes, 2)[blank]
    if kind == "quantity":
        return float(cell["value"] if blank is None else blank)
    if kind == "character":
        return line(cell["value"]) if blank is None else str(blank)
    if kind == "logical":
        return cell["value"]
    at = datetime.fromtimestamp(cell["value"] // 1000, timezone.utc)
    return at.strftime("%Y%m%d" if kind == "date" else "%H%M%S")


def meant(kind, text, positions, found):
    """What a field says by the description."""
    if text.strip(" ") == "" and kind != "character":
        return None
    if kind == "multiple":
        width, subfields = int(positions["width"]), int(positions["subfields"])
        check(f"{found.name}: how wide it is", len(text), width * subfields)
        return {int(text[at : at + width]) for at in range(0, len(text), width)} - {0}
    if kind == "quantity":
        number, within = float(text), found.variable_values.range
        codes = {float(it.code) for it in found.variable_values.values}
        check(f"{found.name}: {text} in its range", float(within.range_from) <= number <= float(within.range_to) or number in codes, True)
        return number
    if kind == "single":
        check(f"{found.name}: {text} among its values", text in {it.code for it in found.variable_values.values}, True)
        return int(text)
    return {"logical": {"0": False, "1": True}.get(text), "character": text or None}.get(kind, text)


it = truth()
definition, data = read(it.path(FILE))
root = xml.fromstring(definition)
check(f"{FILE}: its version", root.get("version"), "3.0")
check(f"{FILE}: its languages", root.get("languages"), "zh en")
check(f"{FILE}: its data", root.find("survey/record").attrib, {"ident": "A", "format": "csv", "encoding": "UTF-8", "skip": "1"})
about = described(definition)
found, positions = about.survey.variables, about.variable_positions
variables = list(groups(it))
check(f"{FILE}: how many variables", len(found), len(variables))
check(f"{FILE}: its title", about.survey.title, first_line(it.about["title"][LANG]))
for number, (kind, columns) in enumerate(variables, 1):
    check_variable(number, found[number - 1], positions[number - 1], kind, columns, it)
sizes = {int(it.get("ident")): int(it.findtext("size")) for it in root.iter("variable") if it.find("size") is not None}
rows = records(data)
cases = it.rows(FILE)
check(f"{FILE}: how many cases", len(rows), len(cases))
for number, (row, case) in enumerate(zip(rows, cases), 1):
    check(f"{FILE}, case {number}: how many fields", len(row), len(variables))
    for at, (kind, columns) in enumerate(variables):
        what = f"{FILE}, case {number}, {columns[0]['name']}"
        check(f"{what}: longer than its size", len(row[at]) > sizes.get(at + 1, sys.maxsize), False)
        value = wanted(kind, columns, case, it.about["weight"])
        check(what, meant(kind, row[at], positions[at], found[at]), value)
