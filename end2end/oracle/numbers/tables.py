"""What pandas and numpy count of drawn answers: one and several codes, numbers, by a nested banner and by a multi."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

CASES = 300
draw = np.random.default_rng(20261122)


def drawn():
    """Answers with gaps: None where a question was not answered."""
    some = lambda values, gaps: [None if gap else value for value, gap in zip(values, draw.random(CASES) < gaps)]
    return pd.DataFrame({
        "sex": some(draw.integers(1, 3, CASES).tolist(), 0.0),
        "area": some(draw.integers(1, 5, CASES).tolist(), 0.05),
        "sat": some(draw.choice([1, 2, 3, 4, 5, 9], CASES, p=[0.1, 0.1, 0.2, 0.3, 0.25, 0.05]).tolist(), 0.1),
        "spend": some(np.round(draw.lognormal(4, 1, CASES), 1).tolist(), 0.1),
        "tea": some([[code for code in (1, 2, 98) if draw.random() < 0.5] for _ in range(CASES)], 0.08),
        "weight": np.round(draw.lognormal(0, 0.5, CASES), 4).tolist(),
    })


def columns(data):
    """The columns of the banner: the total, sex in area, and the multi; each as which cases are in it."""
    everybody = pd.Series(True, index=data.index)
    nested = [(data.sex == sex) & (data.area == area) for sex in (1, 2) for area in (1, 2, 3, 4)]
    tea = [data.tea.map(lambda it: it is not None and code in it) for code in (1, 2, 98)]
    return [everybody, *nested, *tea]


def median(values, weights):
    """The least value at which half the weight is reached; of two alike, their mean."""
    order = np.argsort(values, kind="stable")
    values, below = np.asarray(values)[order], np.cumsum(np.asarray(weights)[order])
    half = below[-1] / 2
    at = int(np.searchsorted(below, half))
    if np.isclose(below[at], half, rtol=1e-12, atol=0) and at + 1 < len(values):
        return (values[at] + values[at + 1]) / 2
    return values[at]


def counted(rows, base, weights):
    """For each row: cases, their weight and their squared weight; then the same of the base."""
    sums = lambda it: [int(it.sum()), float(weights[it].sum()), float((weights[it] ** 2).sum())]
    return [sums(base & row) for row in rows], sums(base)


def moments(numbers, base, weights):
    """n, mean, variance as R's svyvar, and median."""
    values, weights = numbers[base].astype(float), weights[base]
    mean = float(np.average(values, weights=weights))
    n = len(values)
    variance = float(np.average((values - mean) ** 2, weights=weights) * n / (n - 1))
    return [n, mean, variance, float(median(values, weights))]


def figures(data, weights):
    """All figures by all columns, with these weights."""
    has = lambda column, code: data[column].map(lambda it: it is not None and code in it)
    sat = data.sat.where(data.sat != 9)
    of = {
        "sat": ([data.sat == code for code in (5, 4, 3, 2, 1, 9)], data.sat.notna()),
        "tea": ([has("tea", code) for code in (1, 2, 98)], data.tea.notna()),
        "any": ([has("tea", 1) | has("tea", 2)], data.tea.notna()),
        "top": ([sat >= 4], sat.notna()),
    }
    by = columns(data)
    return {
        **{name: [counted(rows, base & column, weights) for column in by] for name, (rows, base) in of.items()},
        "mean_sat": [moments(sat, sat.notna() & column, weights) for column in by],
        "mean_spend": [moments(data.spend, data.spend.notna() & column, weights) for column in by],
    }


data = drawn()
inputs = {name: [None if isinstance(it, float) and np.isnan(it) else it for it in data[name]] for name in data}
expected = {"plain": figures(data, pd.Series(1.0, index=data.index)), "weighted": figures(data, data.weight)}
text = json.dumps({"cases": inputs, **expected}, separators=(",", ":"))
(Path(sys.argv[1]) / "tables.json").write_text(text + "\n")
