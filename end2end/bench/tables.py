"""What tables cost, beside pandas and polars counting the same. `cargo xtask bench` starts it.

The example `tables` draws cases, counts them and writes its columns and its counts; here the same columns are counted by
others, the counts compared, and the times set in ratio. Each time is the median of five, after one to warm up, with
everything in memory and whoever did not answer left out of theirs beforehand. Ours also counts the total and the bases.
Of pandas and of polars the fastest of three ways is the reference: int64, uint8, categories.

In four runs on two cores that others used as well (November 2026, pandas 3.1.1, polars 2.1.0), a million cases: a single
of 12 codes by 35 cells in 1.0 ms; pandas 38 to 63 times as long (int64 or uint8; categories longer), polars 16 to 19
times (uint8 or Enum), numpy's bincount of places worked out before 0.8 times. Weighted 2 ms, polars 10 to 17 times as
long. A multi of 15 by the 35 cells 6 to 10 ms, by itself 10 to 14, weighted by the cells 11 to 16; means and medians 25
to 35 ms. All 55 questions of the questionnaire by region, ageq and sex: 0.7 s of processor.

    TABLES=target/release/examples/tables CASES=1000000 python end2end/bench/tables.py
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import polars as pl

TABLES = os.environ["TABLES"]
CASES = int(os.environ.get("CASES", "1000000"))
QUESTIONNAIRE = Path(__file__).parents[2] / "questionnaires/mini-program-2026.yaml"

# Of the issue: a table of 35 columns at least so many times as fast; every question of the questionnaire by three
# variables in so many seconds of processor.
PANDAS, POLARS, SECONDS = 20.0, 1.0, 2.0


def main():
    with tempfile.TemporaryDirectory(prefix="canvass-bench-") as out:
        said = subprocess.run([TABLES, out, str(CASES), str(QUESTIONNAIRE)], check=True, stdout=subprocess.PIPE)
        said = json.loads(said.stdout)
        data = Columns(Path(out))
        counts = json.loads((Path(out) / "counts.json").read_text())
    print(f"{CASES:,} cases; milliseconds of each table:")
    for what, seconds in said["tables"].items():
        print(f"{1000 * seconds:8.2f}  {what}")
    same(data, counts)
    faults = ratios(data, said["tables"]) + questionnaire(said["questionnaire"])
    for fault in faults:
        print(f"Over the budget: {fault}")
    sys.exit(1 if faults else 0)


class Columns:
    """The columns that the example has drawn."""

    def __init__(self, folder):
        read = lambda name, kind: np.fromfile(folder / name, dtype=kind)
        self.region, self.age, self.single = (read(it, "<u2") for it in ("region", "age", "single"))
        # Zero is no answer.
        self.cell = np.where((self.region > 0) & (self.age > 0), (self.region - 1) * 5 + self.age, 0)
        sets = read("several", "<u8")
        self.several = np.stack([(sets >> bit) & 1 for bit in range(15)]).astype(float)
        self.answered = read("several.answered", "u1").astype(bool)
        self.number, self.weight = read("number", "<f8"), read("weight", "<f8")
        known = (self.single > 0) & (self.cell > 0)
        self.table = {"single": self.single[known].astype("int64"), "cell": self.cell[known].astype("int64")}
        self.weights = self.weight[known]


def same(data, counts):
    """Whether pandas, polars and numpy count what we do; the first column of ours is the total."""
    table = pd.crosstab(data.table["single"], data.table["cell"]).to_numpy()
    equal("pandas, single", ours(counts["single"], 0)[:, 1:], table)
    frame = pl.DataFrame({**data.table, "weight": data.weights})
    grouped = frame.group_by("single", "cell").agg(pl.len(), pl.col("weight").sum()).sort("single", "cell")
    equal("polars, single", ours(counts["single"], 0)[:, 1:].ravel(), grouped["len"].to_numpy())
    equal("polars, weighted", ours(counts["weighted"], 1)[:, 1:].ravel(), grouped["weight"].to_numpy())
    by_cell = np.stack([data.cell == it for it in range(1, 36)]).astype(float)
    everybody = np.vstack([np.ones(CASES), by_cell])
    equal("numpy, several", ours(counts["several"], 0), data.several @ everybody.T)
    equal("numpy, base of several", bases(counts["several"]), everybody @ data.answered)
    rows = np.stack([data.single == it for it in range(1, 13)]).astype(float)
    equal("numpy, by several", ours(counts["by several"], 1)[:, 1:], rows * data.weight @ data.several.T)
    equal("numpy, several by several", ours(counts["several by several"], 0)[:, 1:], data.several @ data.several.T)
    has = ~np.isnan(data.number)
    weights = everybody[:, has] * data.weight[has]
    equal("numpy, means", np.array(counts["means"]), weights @ data.number[has] / weights.sum(axis=1))


def ours(counted, of):
    """Cases (0) or weights (1) of a table, its rows in the order of their codes."""
    return np.array(counted["cells"])[np.argsort(counted["codes"]), :, of]


def bases(counted):
    """Who answered, by column."""
    return np.array(counted["bases"])[:, 0]


def equal(what, found, wanted):
    """Ends the bench where they differ: a wrong table is not fast."""
    if not np.allclose(found, wanted, rtol=1e-9, atol=0):
        raise SystemExit(f"Not the same as {what}.")
    print(f"          the same as {what}")


def ratios(data, tables):
    """The same table by others, in ratio to ours."""
    numbers = pd.DataFrame(data.table)
    frame = pl.DataFrame(data.table)
    enums = frame.cast(pl.String).cast(pl.Enum([str(code) for code in range(1, 36)]))
    narrow = frame.cast(pl.UInt8)
    crosstab = lambda it: lambda: pd.crosstab(it["single"], it["cell"])
    polars = lambda it: lambda: it.group_by("single", "cell").len()
    weighted = frame.with_columns(weight=data.weights)
    places = data.table["single"] * 36 + data.table["cell"]
    ways = {kind: crosstab(numbers.astype(kind)) for kind in ("int64", "uint8", "category")}
    by_pandas = fastest("pandas crosstab", tables["single"], ways)
    ways = {"int64": polars(frame), "uint8": polars(narrow), "Enum": polars(enums)}
    by_polars = fastest("polars group_by", tables["single"], ways)
    # Not of the budget, but good to know.
    sums = lambda: weighted.group_by("single", "cell").agg(pl.len(), pl.col("weight").sum())
    fastest("polars group_by", tables["weighted"], {"weighted": sums})
    bare = lambda: np.bincount(places, minlength=13 * 36)
    fastest("numpy bincount", tables["single"], {"places worked out before": bare})
    least = [("pandas crosstab", by_pandas, PANDAS), ("polars group_by", by_polars, POLARS)]
    return [f"{ratio:.1f} times as fast as {what}, not {wanted:.0f}." for what, ratio, wanted in least if ratio < wanted]


def fastest(what, ours, ways):
    """How many times as long as ours the fastest of these ways takes."""
    times = {way: seconds(work) for way, work in ways.items()}
    for way, took in times.items():
        print(f"{1000 * took:8.2f}  {what}, {way}: {took / ours:.1f} times as long")
    return min(times.values()) / ours


def seconds(work):
    """The median of five, after one to warm up."""
    def once():
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return median([once() for _ in range(6)][1:])


def questionnaire(said):
    """Every question by region, ageq and sex."""
    took = said["counts"] + said["numbers"]
    print(
        f"{said['questions']} questions in {said['fields']} fields by {said['columns']} columns: {took:.2f} s of processor "
        f"({said['counts']:.2f} of counting, {said['numbers']:.2f} of means and medians)"
    )
    return [] if took < SECONDS else [f"every question takes {took:.2f} s of processor, not {SECONDS:.0f}."]


main()
