"""Parquet, read by pyarrow and by DuckDB."""

import json

import duckdb
import pyarrow.parquet

from truth import check, truth

KINDS = {
    "code": "int32",
    "0/1": "bool",
    "text": "string",
    "list": "string",
    "time": "timestamp[ms, tz=UTC]",
}
WHOLE = ["id", "seconds", "backs", "turns"]
CODES = "list<element: int32>"
BLANK = "dictionary<values=string, indices=int8, ordered=0>"


def columns(schema):
    """The name of each column by what its metadata say: a variable, and what of it."""
    found = {}
    for field in schema:
        about = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        key = (about.get("canvass.variable"), about["canvass.is"])
        check(f"{field.name}: another column of {key}", key in found, False)
        found[key] = (field.name, str(field.type), about)
    return found


def is_ticked(variable):
    return variable["shape"] == "0/1" and variable["part"] is not None


def reason(case, name, blank, others):
    """Why a case has no value in a column: of its own blank, or of those at the end of the case."""
    said = case[blank] if blank else None
    found = [it for it in others if it.startswith(f"{name} ")]
    check(f"{name}: reasons", len(found) <= (0 if blank else 1), True)
    return said or (found[0][len(name) + 1 :] if found else None) or "not_asked"


def cell(variable, case, named, others):
    """What a file says of one variable of one case, in the words of the truth."""
    of = variable["of"] if is_ticked(variable) else variable["name"]
    name, blank = named[of, "value"][0], named.get((of, "blank"), [None])[0]
    value = case[name]
    if value is not None and blank:
        check(f"{name}: a reason beside a value", case[blank], None)
    if is_ticked(variable):
        code = int(variable["name"][len(of) + 1 :])
        if code not in (case[named[of, "offered"][0]] or []):
            return "empty", None
        if value is not None:
            return "flag", code in value
    elif value is not None:
        kind = {"code": "code", "0/1": "flag", "number": "number", "time": "time"}.get(variable["shape"], "text")
        return kind, value
    why = reason(case, name, blank, others)
    return ("empty" if why == "not_asked" else why), None


def compare(program, file, cases, wanted, named, variables):
    check(f"{file} by {program}: how many cases", len(cases), len(wanted))
    blanks = named[None, "blanks"][0]
    for number, (found, case) in enumerate(zip(cases, wanted), 1):
        others = found[blanks] or []
        for variable in variables:
            name = variable["name"]
            kind = case[name]["kind"]
            # Of 0 to 10 each is a code, and all are a number.
            kind = "number" if (kind, variable["shape"]) == ("code", "number") else kind
            it = (kind, case[name].get("value"))
            check(f"{file} by {program}, case {number}, {name}", cell(variable, found, named, others), it)


def by_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    times = [field.name for field in table.schema if str(field.type).startswith("timestamp")]
    for name in times:
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table.column(name).cast("int64"))
    return table.to_pylist()


def by_duckdb(path, schema):
    def selected(field):
        name = '"' + field.name.replace('"', '""') + '"'
        return f"epoch_ms({name})" if str(field.type).startswith("timestamp") else name

    wanted = ", ".join(map(selected, schema))
    # In the order of the file: nothing else says which case is which.
    connection = duckdb.connect(config={"threads": 1})
    rows = connection.execute(f"select {wanted} from read_parquet(?)", [str(path)]).fetchall()
    return [dict(zip(schema.names, row)) for row in rows]


def kinds(file, named, variables):
    """The types, the labels, and that no two names are one to a program that asks in SQL."""
    names = [name for name, _, _ in named.values()]
    check(f"{file}: names without case", len({it.lower() for it in names}), len(names))
    for variable in variables:
        ticked = is_ticked(variable)
        of = variable["of"] if ticked else variable["name"]
        name, kind, about = named[of, "value"]
        number = "int64" if variable["name"] in WHOLE else "double"
        check(f"{file}, {name}: its type", kind, CODES if ticked else KINDS.get(variable["shape"], number))
        if (of, "blank") in named:
            check(f"{file}, {name}: the type of its blanks", named[of, "blank"][1], BLANK)
        if ticked:
            code = variable["name"][len(of) + 1 :]
            check(f"{file}, {name}: a label", json.loads(about["canvass.codes"])[code], variable["part"]["zh"])
        for label in [] if ticked else variable["codes"]:
            found = json.loads(about["canvass.codes"])[str(label["code"])]
            check(f"{file}, {name}: the label of {label['code']}", found, label["label"]["zh"])


def metadata(it, path, file):
    """The codebook in the file, read by both, is the one beside it but for its counts."""
    by_arrow = pyarrow.parquet.read_metadata(path).metadata
    rows = duckdb.execute("select key, value from parquet_kv_metadata(?)", [str(path)]).fetchall()
    found = json.loads(by_arrow[b"canvass.codebook"])
    check(f"{file}: the codebook by DuckDB", json.loads(dict(rows)[b"canvass.codebook"]), found)
    check(f"{file}: its survey", found["survey"], it.about["survey"])
    check(f"{file}: its variables", [v["name"] for v in found["variables"]], [v["name"] for v in it.variables])
    for one, other in zip(found["variables"], it.variables):
        check(f"{file}, {one['name']}: its text", one["text"], other["text"])
        check(f"{file}, {one['name']}: its codes", [c["label"] for c in one.get("codes", [])], [c["label"] for c in other["codes"]])


it = truth()
for file in ["oracle.parquet", "many.parquet"]:
    path = it.path(file)
    schema = pyarrow.parquet.read_schema(path)
    named = columns(schema)
    kinds(file, named, it.variables)
    metadata(it, path, file)
    compare("pyarrow", file, by_pyarrow(path), it.rows(file), named, it.variables)
    compare("DuckDB", file, by_duckdb(path, schema), it.rows(file), named, it.variables)
