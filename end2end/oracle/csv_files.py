"""CSV, read by Python's csv. (Not `csv.py`: the scripts beside it would import it instead of Python's.)"""

import csv
import sys
from datetime import datetime, timezone

from truth import ERASED, NOT_ANSWERED, check, truth

csv.field_size_limit(sys.maxsize)

# What spreadsheets take for the beginning of a formula; the last four are those of Chinese keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def read(path, delimiter, mark, end):
    """All records of a file; each line must end as wanted, whatever stands in quotes."""
    raw = path.read_bytes()
    check(f"{path.name}: a byte order mark", raw.startswith(b"\xef\xbb\xbf"), mark)
    check(f"{path.name}: its last line's end", raw.endswith(end) and (end == b"\r\n") == raw.endswith(b"\r\n"), True)
    with open(path, encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter, strict=True))


def iso(millis):
    return datetime.fromtimestamp(millis // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def field(variable, cell, lang, excel):
    """What must stand in a field, by FORMAT's rules."""
    kind, value = cell["kind"], cell.get("value")

    def guarded(text):
        return f"'{text}" if excel and text.startswith(FORMULA) else text

    if kind == "code":
        labels = {it["code"]: guarded(it["label"][lang]) for it in variable["codes"]} if lang else {}
        return labels.get(value, str(value))
    if kind == "text":
        return guarded(value) if cell.get("typed") else value
    return {
        "empty": "",
        "not_answered": str(NOT_ANSWERED),
        "erased": str(ERASED),
        "number": value,
        "flag": "1" if value else "0",
        "time": iso(value) if kind == "time" else None,
    }[kind]


def compare(it, file, records, lang, excel):
    check(f"{file}: the header", records[0], [variable["name"] for variable in it.variables])
    cases = it.rows(file)
    check(f"{file}: how many cases", len(records) - 1, len(cases))
    for number, (record, case) in enumerate(zip(records[1:], cases), 1):
        check(f"{file}, case {number}: how many fields", len(record), len(it.variables))
        for variable, found in zip(it.variables, record):
            cell = case[variable["name"]]
            wanted = field(variable, cell, lang, excel)
            if cell["kind"] == "number":
                # Where a spreadsheet wants semicolons, a point in a number makes a text of it.
                check(f"{file}, case {number}, {variable['name']}: a point", excel and "." in found, False)
                found = float(found.replace(",", ".") if excel else found)
            check(f"{file}, case {number}, {variable['name']}", found, wanted)


it = truth()
compare(it, "oracle.csv", read(it.path("oracle.csv"), ",", False, b"\n"), None, False)
compare(it, "excel.csv", read(it.path("excel.csv"), ";", True, b"\r\n"), "en", True)
