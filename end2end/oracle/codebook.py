"""The codebook as DDI-Codebook 2.5, read by lxml, and as JSON: what they count is what the cases say."""

import collections
import json

from lxml import etree

from truth import ERASED, NOT_ANSWERED, check, truth

DDI = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Only these are put to somebody, or not.
ASKED = ("asked", "text", "order")

# The order of what is written here of each element, as the schema of DDI-Codebook 2.5 has it.
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr",
    "citation": "titlStmt prodStmt verStmt",
    "titlStmt": "titl parTitl IDNo",
    "stdyDscr": "citation stdyInfo method",
    "fileDscr": "fileTxt notes",
    "fileTxt": "fileName dimensns fileType",
    "dataDscr": "varGrp var",
    "var": "labl qstn universe sumStat catgry derivation varFormat notes",
    "catgry": "catValu labl catStat",
    "qstn": "qstnLit",
}


def ordered(root):
    for element in root.iter():
        name, inside = local(element), [local(it) for it in element]
        if name in ORDER:
            order = ORDER[name].split()
            check(f"DDI, {name}: what stands in it", sorted(set(inside) - set(order)), [])
            check(f"DDI, {name}: its order", inside, sorted(inside, key=order.index))


def local(element):
    check("DDI: a namespace", element.tag.startswith(DDI), True)
    return element.tag[len(DDI) :]


def texts(element, name):
    return {it.get(LANG): it.text or "" for it in element.findall(DDI + name)}


def allowed(words):
    """Texts as XML can hold them."""
    bad = {chr(it): "\ufffd" for it in range(32) if chr(it) not in "\t\n\r"}
    return {lang: text.translate(str.maketrans(bad)) for lang, text in words.items()}


def counted(cases, name):
    """Cases of each kind and of each code, in the words of a codebook."""
    kinds, codes = collections.Counter(), collections.Counter()
    for case in cases:
        cell = case[name]
        kinds[cell["kind"]] += 1
        if cell["kind"] in ("code", "flag"):
            codes[int(cell["value"])] += 1
    codes[NOT_ANSWERED], codes[ERASED] = kinds["not_answered"], kinds["erased"]
    return kinds, codes


def ddi_variable(var, variable, cases):
    name = variable["name"]
    kinds, codes = counted(cases, name)
    label = variable["text"]
    if variable["part"]:
        label = {lang: f"{text} · {variable['part'][lang]}" for lang, text in label.items()}
    check(f"DDI, {name}: its label", texts(var, "labl"), allowed(label))
    known = {it["code"]: it for it in variable["codes"]}
    asked = 0
    for category in var.findall(DDI + "catgry"):
        code, cases_with = category.findtext(DDI + "catValu"), int(category.findtext(DDI + "catStat"))
        if not code:
            check(f"DDI, {name}: a blank is missing", category.get("missing"), "Y")
            check(f"DDI, {name}: not asked", cases_with, kinds["empty"])
            asked += 1
            continue
        check(f"DDI, {name}: cases with {code}", cases_with, codes[int(code)])
        label = known.pop(int(code), None)
        if label:
            check(f"DDI, {name}: the label of {code}", texts(category, "labl"), allowed(label["label"]))
            check(f"DDI, {name}: {code} is missing", category.get("missing", "N"), "NY"[label["missing"]])
    check(f"DDI, {name}: codes that are not there", list(known), [])
    check(f"DDI, {name}: whether there are cases not asked", asked, int(kinds["empty"] > 0 and variable["role"] in ASKED))
    missing = sum(codes[it["code"]] for it in variable["codes"] if it["missing"] and it["code"] >= 0)
    invalid = kinds["empty"] + kinds["not_answered"] + kinds["erased"] + missing
    stats = {it.get("type"): float(it.text) for it in var.findall(DDI + "sumStat")}
    check(f"DDI, {name}: valid cases", stats["vald"], len(cases) - invalid)
    check(f"DDI, {name}: invalid cases", stats["invd"], invalid)
    numbers = [case[name]["value"] for case in cases if case[name]["kind"] == "number"]
    if numbers:
        check(f"DDI, {name}: the least", stats["min"], min(numbers))
        check(f"DDI, {name}: the most", stats["max"], max(numbers))
        mean = sum(numbers) / len(numbers)
        check(f"DDI, {name}: the mean", abs(stats["mean"] - mean) <= abs(mean) * 1e-12, True)


def ddi(it):
    root = etree.parse(it.path("codebook.xml")).getroot()
    check("DDI: its root", local(root), "codeBook")
    check("DDI: its version", root.get("version"), "2.5")
    ordered(root)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    check("DDI: ids", len(set(ids)), len(ids))
    for element in root.iter():
        for attribute in ("var", "files"):
            pointed = (element.get(attribute) or "").split()
            check(f"DDI: where {attribute} points", [it for it in pointed if it not in ids], [])
    check("DDI: cases", root.findtext(f".//{DDI}caseQnty"), str(len(it.cases)))
    variables = root.findall(f"{DDI}dataDscr/{DDI}var")
    check("DDI: its variables", [v.get("name") for v in variables], [v["name"] for v in it.variables])
    for var, variable in zip(variables, it.variables):
        ddi_variable(var, variable, it.cases)


def by_json(it):
    book = json.loads(it.path("codebook.json").read_text(encoding="utf-8"))
    check("JSON: cases", book["cases"], len(it.cases))
    check("JSON: its variables", [v["name"] for v in book["variables"]], [v["name"] for v in it.variables])
    for found in book["variables"]:
        name = found["name"]
        kinds, codes = counted(it.cases, name)
        blank = kinds["empty"] + kinds["not_answered"] + kinds["erased"]
        cases = found["cases"]
        check(f"JSON, {name}: values", cases["values"], len(it.cases) - blank)
        wanted = [kinds["empty"], kinds["not_answered"], kinds["erased"]]
        check(f"JSON, {name}: blanks", [cases[w] for w in ("not_asked", "not_answered", "erased")], wanted)
        for label in found.get("codes", []):
            check(f"JSON, {name}: cases with {label['code']}", label["cases"], codes[label["code"]])


it = truth()
ddi(it)
by_json(it)
