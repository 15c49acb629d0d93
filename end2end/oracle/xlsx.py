"""XLSX, read by openpyxl and by LibreOffice."""

import csv
import math
import pathlib
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

import openpyxl
from openpyxl.utils.escape import unescape

from truth import ERASED, NOT_ANSWERED, check, truth

csv.field_size_limit(sys.maxsize)

FILE = "oracle.xlsx"
# The language of the words in the file, and what a cell can hold at most, in UTF-16 units.
LANG, UNITS, CUT = "zh", 32767, " […]"


def held(text):
    """What a cell makes of a text: lines end in LF, no control characters, no more than it has room for."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)
    if len(text.encode("utf-16-le")) // 2 <= UNITS:
        return text
    kept = text.encode("utf-16-le")[: 2 * (UNITS - len(CUT))].decode("utf-16-le", errors="ignore")
    return kept + CUT


def wanted(variable, cell, labels):
    """The value of a cell; nothing where the question was not asked."""
    kind, value = cell["kind"], cell.get("value")
    code = {"not_answered": NOT_ANSWERED, "erased": ERASED, "code": value}.get(kind)
    if code is not None:
        return labels.get(code, code) if labels is not None else code
    if kind == "time":
        return datetime.fromtimestamp(value // 1000, timezone.utc).replace(tzinfo=None)
    return {"empty": None, "flag": int(value) if kind == "flag" else None, "number": value}.get(
        kind, (held(value) or None) if kind == "text" else None
    )


def sheets(it):
    """The sheets of cases with their cells as they must be."""
    for sheet in ("data", "labels"):
        rows = []
        for case in it.rows(FILE):
            row = []
            for variable in it.variables:
                words = {it["code"]: held(it["label"][LANG]) for it in variable["codes"]}
                row.append(wanted(variable, case[variable["name"]], words if sheet == "labels" else None))
            rows.append(row)
        yield sheet, rows


def by_openpyxl(it):
    book = openpyxl.load_workbook(it.path(FILE))
    check(f"{FILE}: its sheets", book.sheetnames, ["data", "labels", "codebook", "notes"])
    names = [it["name"] for it in it.variables]
    created = datetime.fromtimestamp(it.about["taken_at"] // 1000, timezone.utc).replace(tzinfo=None)
    check(f"{FILE}: when it says it was made", book.properties.created, created)
    for name, rows in sheets(it):
        sheet = book[name]
        where = f"openpyxl, sheet {name}"
        header, *found = list(sheet.iter_rows())
        check(f"{where}: its header", [cell.value for cell in header], names)
        check(f"{where}: its header is bold", {cell.font.bold for cell in header}, {True})
        check(f"{where}: what stays in its place", sheet.freeze_panes, "A2")
        check(f"{where}: its filters", sheet.auto_filter.ref, sheet.dimensions)
        check(f"{where}: how many cases", len(found), len(rows))
        for number, (cells, row) in enumerate(zip(found, rows), 1):
            for variable, cell, value in zip(names, cells, row):
                what = f"{where}, case {number}, {variable}"
                check(f"{what}: whether it is a formula", cell.data_type == "f", False)
                # Excel reads `_x005F_` as `_`; openpyxl leaves it to whoever asks.
                text = unescape(cell.value) if isinstance(cell.value, str) else cell.value
                check(what, text, value)
    codes = [(it["name"], code["code"], code["label"][LANG]) for it in it.variables for code in it["codes"]]
    rows = list(book["codebook"].iter_rows(min_row=2, values_only=True))
    check(f"{FILE}, codebook: its codes", [(row[0], row[6], row[7]) for row in rows if row[6] is not None], codes)
    described = [(row[0], row[4]) for row in rows if row[1] is not None]
    check(f"{FILE}, codebook: its questions", described, [(it["name"], it["text"][LANG]) for it in it.variables])


def by_libreoffice(it):
    """LibreOffice writes each sheet as CSV, every cell as it stands in it, and Python reads that."""
    with tempfile.TemporaryDirectory() as folder:
        # Comma, quotes, UTF-8, texts in quotes, values as they are kept, formulas as formulas, all sheets.
        how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true,false,false,-1"
        home = f"-env:UserInstallation=file://{folder}/home"
        program = ["soffice", home, "--headless", "--convert-to", how, "--outdir", folder, it.path(FILE)]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name, rows in sheets(it):
            path = pathlib.Path(folder) / f"{it.path(FILE).stem}-{name}.csv"
            with open(path, encoding="utf-8", newline="") as file:
                header, *found = list(csv.reader(file))
            where = f"LibreOffice, sheet {name}"
            check(f"{where}: its header", header, [it["name"] for it in it.variables])
            check(f"{where}: how many cases", len(found), len(rows))
            for number, (cells, row) in enumerate(zip(found, rows), 1):
                for variable, cell, value in zip(header, cells, row):
                    check(f"{where}, case {number}, {variable}", converted(cell, value), value)


def converted(text, value):
    """A field of LibreOffice's CSV as a value of the same type as the one wanted."""
    if value is None:
        return text or None
    if isinstance(value, datetime):
        found = datetime.fromisoformat(text)
        return found if abs(found - value) >= timedelta(milliseconds=1) else value
    if isinstance(value, (int, float)):
        # It shows fifteen digits of a number, and a float may have seventeen.
        return value if math.isclose(float(text), value, rel_tol=1e-14) else float(text)
    return text


it = truth()
by_openpyxl(it)
by_libreoffice(it)
