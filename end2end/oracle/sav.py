"""Reads the SPSS files with pyreadstat, PSPP and R, and compares each with the truth, case by case."""

import csv
import math
import os
import re
import subprocess
import sys
import tempfile
import zipfile

import pyreadstat

from truth import ERASED, NOT_ANSWERED, check, truth

FILES = ("oracle.sav", "oracle.zsav", "many.zsav")
LANG = "zh"
# Seconds from 1582-10-14, where time begins in SPSS, to 1970.
GREGORIAN = 12_219_379_200
RESERVED = "all and by eq ge gt le lt ne not or to with".split()


# PSPP before 2.0 knows another form of the record for texts with two missing values than SPSS does.
OLD_PSPP = "Extension record subtype 22 ends unexpectedly."


class File:
    """What a program says of a file: its variables in order, and its cases as lists."""

    def __init__(self, reader, path, without=()):
        # What the reader is known not to understand.
        self.without = without
        # Moments stay seconds: as dates they would be rounded.
        frame, self.meta = pyreadstat.read_sav(str(path), user_missing=True, disable_datetime_conversion=True)
        self.reader = reader
        self.names = list(frame.columns)
        is_blank = lambda it: it is None or isinstance(it, float) and math.isnan(it)
        columns = [frame[it].tolist() for it in self.names]
        self.cases = [[None if is_blank(it) else it for it in row] for row in zip(*columns)]

    def groups(self):
        """The variables of the codebook, each with those in which its texts go on: their labels say `2/3 · `."""
        groups = []
        for name in self.names:
            if re.match(r"\d+/\d+ · ", self.meta.column_names_to_labels[name] or ""):
                groups[-1].append(name)
            else:
                groups.append([name])
        return groups

    def first(self):
        return [it[0] for it in self.groups()]


def wanted(cell):
    """What a cell of the truth is in a system file: a number, a text, or None for system-missing."""
    kind, value = cell["kind"], cell.get("value")
    if kind == "text":
        return value.replace("\0", "").rstrip(" ")
    if kind == "time":
        return value / 1000 + GREGORIAN
    if kind == "flag":
        return 1.0 if value else 0.0
    if kind in ("code", "number"):
        return float(value)
    return {"not_answered": float(NOT_ANSWERED), "erased": float(ERASED), "empty": None}[kind]


def compare_cases(true, file, found):
    """Every variable of every case."""
    what = f"{file} by {found.reader}"
    rows = true.rows(file)
    check(f"{what}: cases", len(found.cases), len(rows))
    groups = found.groups()
    check(f"{what}: variables", len(groups), len(true.variables))
    places = {name: at for at, name in enumerate(found.names)}
    for number, (row, case) in enumerate(zip(rows, found.cases), 1):
        for variable, group in zip(true.variables, groups):
            value = wanted(row[variable["name"]])
            cells = [case[places[it]] for it in group]
            if variable["shape"] in ("text", "list"):
                got = "".join(cells)
                value = "" if value is None else value if isinstance(value, str) else f"{value:.0f}"
            else:
                got = cells[0]
                if isinstance(got, float) and isinstance(value, float) and math.isclose(got, value, rel_tol=1e-15):
                    got = value
            check(f"{what}: case {number}, {variable['name']}", got, value)


def label(text, most):
    """A label as it is cut: whole characters, and a sign that it is."""
    text = text.replace("\n", " ").strip()
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore").rstrip() + "…"


def variable_label(variable):
    question = " ".join(it for it in (variable["nr"], variable["text"][LANG]) if it)
    part = variable["part"]
    return label(f"{part[LANG]} · {question}" if part else question, 255)


def missing_codes(variable):
    codes = {it["code"] for it in variable["codes"] if it["missing"]}
    return codes | ({NOT_ANSWERED} if variable["role"] == "asked" else set())


def by_pyreadstat(true, file):
    found = File("pyreadstat", true.path(file))
    compare_cases(true, file, found)
    dictionary(true, file, found)
    return found


def dictionary(true, file, found):
    """Names, labels, missing values, levels and sets."""
    what, meta = f"{file} by {found.reader}", found.meta
    check(f"{what}: encoding", meta.file_encoding, "UTF-8")
    check(f"{what}: file label", meta.file_label, label(true.about["title"][LANG], 60))
    if found.reader != "PSPP":
        check(f"{what}: created", meta.creation_time.isoformat(), "2026-02-01T00:00:00")
    check(f"{what}: names without case", len({it.lower() for it in found.names}), len(found.names))
    check(f"{what}: reserved names", [it for it in found.names if it.lower() in RESERVED], [])
    left_out = []
    for variable, name in zip(true.variables, found.first()):
        of = f"{what}: {variable['name']}"
        check(f"{of}: label", meta.column_names_to_labels[name], variable_label(variable))
        is_text = variable["shape"] in ("text", "list")
        labels = {it["code"]: label(it["label"][LANG], 120) for it in variable["codes"]}
        if variable["role"] == "asked":
            labels.setdefault(NOT_ANSWERED, "未作答")
        key = str if is_text else float
        got = {it if not is_text else it.strip(): text for it, text in meta.variable_value_labels.get(name, {}).items()}
        check(f"{of}: value labels", got, {key(it): text for it, text in labels.items()})
        declared = meta.missing_ranges.get(name, [])
        ranges = [(it["lo"], it["hi"]) for it in declared]
        codes = missing_codes(variable)
        if is_text:
            if len(codes) > 1 and "two missing texts" in found.without:
                continue
            check(f"{of}: missing", {lo.strip() for lo, _ in ranges}, {str(it) for it in codes})
            continue
        inside = lambda code: any(lo <= code <= hi for lo, hi in ranges)
        check(f"{of}: values in a missing range", [it for it in labels if it not in codes and inside(it)], [])
        out = sorted(it for it in codes if not inside(it))
        if len(codes) <= 3:
            check(f"{of}: missing", sorted(ranges), sorted((it, it) for it in codes))
        elif out:
            left_out.append((variable["name"], out))
    # The one variable whose codes need more than SPSS has; its notes say so.
    check(f"{what}: missing codes without a place", left_out, [("with", [99])])
    notes = "".join(meta.notes)
    check(f"{what}: notes tell it", "with" in notes and "99" in notes, True)
    levels(true, what, found, meta)
    sets(true, what, found, meta)


def levels(true, what, found, meta):
    for variable, name in zip(true.variables, found.first()):
        if variable["shape"] in ("number", "time"):
            level = "scale"
        else:
            level = "ordinal" if variable["ordered"] and variable["shape"] == "code" else "nominal"
        check(f"{what}: level of {variable['name']}", meta.variable_measure[name], level)


def sets_of(true, names):
    """Multis, asked and derived: the question and the names of its variables, in order."""
    multis = {}
    for variable, name in zip(true.variables, names):
        if variable["shape"] == "0/1" and variable["part"] and variable["of"]:
            multis.setdefault(variable["of"], []).append((variable, name))
    return multis


def sets(true, what, found, meta):
    multis = sets_of(true, found.first())
    check(f"{what}: sets", sorted(meta.mr_sets), sorted(multis))
    for var, members in multis.items():
        first = members[0][0]
        question = " ".join(it for it in (first["nr"], first["text"][LANG]) if it)
        got = meta.mr_sets[var]
        check(f"{what}: ${var}: label", got["label"], label(question, 255))
        check(f"{what}: ${var}: counted", (got["type"], str(got["counted_value"])), ("D", "1"))
        check(f"{what}: ${var}: variables", got["variable_list"], [name for _, name in members])


def pspp(syntax, known=()):
    """What PSPP prints; it must have no complaint but those that are known."""
    with tempfile.NamedTemporaryFile("w", suffix=".sps", encoding="utf-8") as script:
        script.write(syntax)
        script.flush()
        done = subprocess.run(
            ["pspp", "--batch", "-O", "format=csv", script.name], capture_output=True, encoding="utf-8", check=False
        )
    lines = (done.stdout + done.stderr).splitlines()
    complaints = [it for it in lines if "warning:" in it or "error:" in it]
    complaints = [it for it in complaints if not it.endswith(tuple(known))]
    check("PSPP's complaints", (done.returncode, complaints[:5]), (0, []))
    return done.stdout


def pspp_version():
    return pspp("SHOW VERSION.").strip().rpartition("is ")[2].rstrip(".")


def by_pspp(true, file, names):
    """PSPP saves what it has read as a .sav of its own, which pyreadstat reads again."""
    what = f"{file} by PSPP"
    is_old = int(re.search(r"(\d+)\.", pspp_version())[1]) < 2
    with tempfile.TemporaryDirectory() as folder:
        again = f"{folder}/again.sav"
        listing = pspp(
            f"GET FILE='{true.path(file)}'.\nSHOW WEIGHT.\nDISPLAY ATTRIBUTES.\nSAVE OUTFILE='{again}'.\n",
            [OLD_PSPP] if is_old else [],
        )
        found = File("PSPP", again, ["two missing texts"] if is_old else [])
        check(f"{what}: names", found.names, names)
        compare_cases(true, file, found)
        dictionary(true, file, found)
    check(f"{what}: weight", re.findall(r"WEIGHT is (.*)\.", listing), [true.about["weight"]])
    renamed = [(it["name"], name) for it, name in zip(true.variables, found.first()) if it["name"] != name]
    check(f"{what}: there are names that SPSS does not take", len(renamed) > 5, True)
    for wanted_name, name in renamed:
        check(f"{what}: {name} says what it was", f",Name,{wanted_name}\n" in listing, True)


# What the script that goes with the file has read: each variable as it is, and what is declared missing.
R = """
source("read.R")
as_is <- lapply(coded, function(it) if (inherits(it, "POSIXct")) as.numeric(it) else unclass(it))
for (name in names(as_is)) attributes(as_is[[name]]) <- NULL
write.csv(as.data.frame(as_is, check.names = FALSE), "coded.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")
blank <- vapply(data, function(it) sum(is.na(it)), 0)
write.csv(data.frame(name = names(blank), blank), "blank.csv", row.names = FALSE, fileEncoding = "UTF-8")
"""


def by_r(true, file, found):
    """R runs the script that goes with the file, and writes down what it has then."""
    what = f"{file} by R"
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(true.path(file)) as archive:
            archive.extractall(folder)
        done = subprocess.run(
            ["Rscript", "-e", R], cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True, encoding="utf-8", check=False,
        )
        check(f"{what}: {done.stderr.strip()}", done.returncode, 0)
        rows = read_csv(f"{folder}/coded.csv")
        blank = {it["name"]: int(it["blank"]) for it in read_csv(f"{folder}/blank.csv")}
    check(f"{what}: names", list(rows[0]), found.names)
    check(f"{what}: cases", len(rows), len(true.cases))
    for number, (row, case) in enumerate(zip(rows, true.cases), 1):
        for variable, group in zip(true.variables, found.groups()):
            value, got = wanted(case[variable["name"]]), "".join(row[it] for it in group)
            of = f"{what}: case {number}, {variable['name']}"
            if variable["shape"] in ("text", "list"):
                text = "" if value is None else value if isinstance(value, str) else f"{value:.0f}"
                check(of, got, text)
            elif value is None or got == "":
                check(of, got, "" if value is None else value)
            else:
                # Moments are counted from 1970 there.
                value -= GREGORIAN if variable["shape"] == "time" else 0
                check(of, value if math.isclose(float(got), value, rel_tol=1e-14) else got, value)
    for variable, group in zip(true.variables, found.groups()):
        if variable["shape"] in ("code", "0/1"):
            values = [wanted(it[variable["name"]]) for it in true.cases]
            # The one code that SPSS has no place for stays a value.
            codes = missing_codes(variable) - ({99} if variable["name"] == "with" else set())
            check(f"{what}: {variable['name']}: missing", blank[group[0]], sum(it is None or it in codes for it in values))


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cut_files_are_refused(true, file):
    """A file without its last tenth is no file of fewer cases."""
    whole = true.path(file).read_bytes()
    with tempfile.NamedTemporaryFile(suffix=file[file.rindex(".") :]) as cut:
        cut.write(whole[: len(whole) * 9 // 10])
        cut.flush()
        try:
            frame, _ = pyreadstat.read_sav(cut.name)
        except pyreadstat.ReadstatError:
            return
        sys.exit(f"{file}: pyreadstat takes nine tenths of it for {len(frame)} whole cases")


def zips(true):
    """The same .sav in a zip, with a script that names it."""
    for file, script in (("oracle.r.zip", "read.R"), ("oracle.stata.zip", "read.do")):
        with zipfile.ZipFile(true.path(file)) as archive:
            check(f"{file}: files", archive.namelist(), ["oracle.sav", script])
            check(f"{file}: sums", archive.testzip(), None)
            check(f"{file}: oracle.sav", archive.read("oracle.sav") == true.path("oracle.sav").read_bytes(), True)
            check(f"{file}: {script} names it", '"oracle.sav"' in archive.read(script).decode(), True)


def main():
    true = truth()
    for file in FILES:
        found = by_pyreadstat(true, file)
        by_pspp(true, file, found.names)
        cut_files_are_refused(true, file)
    zips(true)
    by_r(true, "oracle.r.zip", found)
    print(f"pyreadstat {pyreadstat.__version__}, {pspp_version()} and R's haven read the truth in {', '.join(FILES)}")


if __name__ == "__main__":
    main()
