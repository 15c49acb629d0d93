"""JSON Lines, read by Python's json."""

import json
from datetime import datetime, timezone

from truth import check, truth

FILE = "oracle.jsonl"


def value(cell):
    kind, found = cell["kind"], cell.get("value")
    if kind in ("not_answered", "erased"):
        return None
    if kind == "time":
        return datetime.fromtimestamp(found // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if kind == "number" and found == int(found) and abs(found) <= 2**53:
        return int(found)
    return found


def unique(pairs):
    check(f"{FILE}: keys that stand twice", len(dict(pairs)), len(pairs))
    return dict(pairs)


it = truth()
lines = it.path(FILE).read_bytes().decode("utf-8").split("\n")
check(f"{FILE}: what stands after the last line", lines.pop(), "")
cases = it.rows(FILE)
check(f"{FILE}: how many cases", len(lines), len(cases))
for number, (line, case) in enumerate(zip(lines, cases), 1):
    found = json.loads(line, object_pairs_hook=unique)
    names = [it["name"] for it in it.variables if case[it["name"]]["kind"] != "empty"]
    wanted = {name: value(case[name]) for name in names}
    blank = {name: case[name]["kind"] for name in names if wanted[name] is None}
    if blank:
        wanted["_blank"] = blank
    check(f"{FILE}, case {number}: its keys", list(found), list(wanted))
    for name in wanted:
        check(f"{FILE}, case {number}, {name}", (type(found[name]), found[name]), (type(wanted[name]), wanted[name]))
