"""What pandas, statsmodels and scipy make of whole tables: shares, means, letters and chi-squares by a banner."""

import json
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

CASES = 420
LETTERS = "ABCDEFGHIJK"
draw = np.random.default_rng(20261123)


def drawn():
    """Answers that depend on area and tea, with gaps."""
    area = draw.choice([1, 2, 3, 4], CASES, p=[0.4, 0.33, 0.2, 0.07])
    tea = [[code for code, chance in ((1, 0.6), (2, 0.45), (98, 0.3)) if draw.random() < chance] for _ in range(CASES)]
    tilt = np.where(area == 1, 0.5, 0.0) + np.array([0.3 if 98 in it else 0.0 for it in tea])
    sat = np.clip(np.round(draw.normal(3.2 + tilt, 1.1)), 1, 5).astype(int)
    sat = np.where(draw.random(CASES) < 0.06, 9, sat)
    nps = np.clip(np.round(draw.normal(6.8 + tilt, 2.2)), 0, 10).astype(int)
    some = lambda values, gaps: [None if gap else value for value, gap in zip(values, draw.random(CASES) < gaps)]
    return pd.DataFrame({
        "area": some(area.tolist(), 0.02),
        "sex": draw.integers(1, 3, CASES).tolist(),
        "sat": some(sat.tolist(), 0.05),
        "nps": some(nps.tolist(), 0.1),
        "tea": tea,
        "first": draw.permuted(np.tile([1, 2, 98], CASES // 3)).tolist(),
        "weight": np.round(draw.lognormal(0, 0.4, CASES), 3).tolist(),
    })


def banner(data):
    """The columns after the total as which cases are in them, by block; the last block is a multi."""
    return [
        [data.area == area for area in (1, 2, 3, 4)],
        [(data.sex == sex) & (data.area == area) for sex in (1, 2) for area in (1, 2)],
        [data.tea.map(lambda it, code=code: code in it) for code in (1, 2, 98)],
    ]


def effective(weights):
    return weights.sum() ** 2 / (weights ** 2).sum() if len(weights) else 0.0


def z_test(held, one, other, weights):
    """Of two shares; statsmodels where nobody is in both and all weigh the same."""
    if not (one & other).any() and (weights == 1).all():
        return proportions_ztest([held[one].sum(), held[other].sum()], [one.sum(), other.sum()])
    shares = [np.average(held[it], weights=weights[it]) for it in (one, other)]
    sums, bases = [weights[it].sum() for it in (one, other)], [effective(weights[it]) for it in (one, other)]
    pooled = np.average(shares, weights=sums)
    spread = 1 / bases[0] + 1 / bases[1] - 2 * effective(weights[one & other]) / (bases[0] * bases[1])
    z = (shares[0] - shares[1]) / np.sqrt(pooled * (1 - pooled) * spread)
    return z, 2 * stats.norm.sf(abs(z))


def variance(values, weights):
    """As R's svyvar."""
    mean = np.average(values, weights=weights)
    return np.average((values - mean) ** 2, weights=weights) * len(values) / (len(values) - 1)


def t_test(values, one, other, weights):
    """Of two means, each with its variance; scipy where nobody is in both and all weigh the same."""
    if not (one & other).any() and (weights == 1).all():
        test = stats.ttest_ind(values[one], values[other], equal_var=False)
        return test.statistic, test.pvalue
    means = [np.average(values[it], weights=weights[it]) for it in (one, other)]
    s2, e = [variance(values[it], weights[it]) for it in (one, other)], [effective(weights[it]) for it in (one, other)]
    both = effective(weights[one & other])
    parts = [s2[0] / e[0], s2[1] / e[1]]
    welch = sum(parts) ** 2 / (parts[0] ** 2 / (e[0] - 1) + parts[1] ** 2 / (e[1] - 1))
    spread, df = sum(parts), welch
    if (one & other).any():
        # Derrick, Toher and White (2017).
        spread -= 2 * np.sqrt(s2[0] * s2[1]) * both / (e[0] * e[1])
        df = both - 1 + (welch - both + 1) * (e[0] + e[1] - 2 * both) / (e[0] + e[1])
    t = (means[0] - means[1]) / np.sqrt(spread)
    return t, 2 * stats.t.sf(abs(t), df)


def letters(test, answered, weights, blocks, method):
    """The letters of a line: capitals at 95 per cent, small ones at 90; columns under 30 are left out."""
    text, names = [], iter(LETTERS)
    for block in blocks:
        columns = [(next(names), answered & it) for it in block]
        higher = {name: [] for name, _ in columns}
        pairs = list(combinations([it for it in columns if it[1].sum() >= 30], 2))
        tests = [test(one[1], other[1], weights) for one, other in pairs]
        p = [it[1] for it in tests]
        adjusted = p if method == "none" or not p else multipletests(p, method=method)[1]
        for ((one, _), (other, _)), (statistic, _), value in zip(pairs, tests, adjusted):
            high, low = (one, other) if statistic > 0 else (other, one)
            if value <= 0.10:
                higher[high].append(low if value <= 0.05 else low.lower())
        text += ["".join(sorted(higher[name], key=str.lower)) for name, _ in columns]
    return text


def share_line(held, answered, weights, blocks, method):
    held = held & answered
    columns = [pd.Series(True, index=held.index), *(it for block in blocks for it in block)]
    cell = lambda it: [
        int((held & it).sum()), weights[held & it].sum(), weights[held & it].sum() / weights[answered & it].sum(),
        weights[held & it].sum() / weights[held].sum(),
    ]
    test = lambda one, other, weights: z_test(held, one, other, weights)
    return {"cells": [cell(it) for it in columns], "letters": letters(test, answered, weights, blocks, method)}


def mean_line(values, weights, blocks, method):
    answered, values = values.notna(), values.astype(float)
    columns = [answered, *(answered & it for block in blocks for it in block)]
    cell = lambda it: [int(it.sum()), weights[it].sum(), np.average(values[it], weights=weights[it])]
    test = lambda one, other, weights: t_test(values, one, other, weights)
    deviations = [variance(values[it], weights[it]) ** 0.5 for it in columns]
    return {
        "cells": [cell(it) for it in columns], "letters": letters(test, answered, weights, blocks, method),
        "deviations": deviations,
    }


def lines(data, weights, method):
    blocks, sat = banner(data), data.sat.where(data.sat != 9)
    share = lambda held, answered: share_line(held, answered, weights, blocks, method)
    score = data.nps.map(lambda it: 1 if it >= 9 else -1 if it <= 6 else 0, na_action="ignore")
    everybody = pd.Series(True, index=data.index)
    return {
        "sat": {
            **{f"code {code}": share(data.sat == code, data.sat.notna()) for code in (5, 4, 3, 2, 1, 9)},
            "net 0": share(data.sat.between(2, 4), data.sat.notna()),
            "top": share(sat >= 4, sat.notna()),
            "bottom": share(sat <= 2, sat.notna()),
            "mean": mean_line(sat, weights, blocks, method),
        },
        "nps": {"score": mean_line(score, weights, blocks, method)},
        "tea": {
            f"code {code}": share(data.tea.map(lambda it, code=code: code in it), everybody) for code in (1, 2, 98)
        },
    }


def chi_square(data):
    """Satisfaction by area, without a correction for continuity."""
    test = stats.chi2_contingency(pd.crosstab(data.sat, data.area), correction=False)
    return [test.statistic, float(test.dof), test.pvalue]


def order(data):
    """What standing first does to each tea: those who saw it first, the others, the lift, its interval and p."""
    effects = []
    for code in (1, 2, 98):
        held, first = data.tea.map(lambda it: code in it), data["first"] == code
        counts = [int((held & first).sum()), int(first.sum()), int((held & ~first).sum()), int((~first).sum())]
        low, high = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
        z, p = proportions_ztest([counts[0], counts[2]], [counts[1], counts[3]])
        effects.append([*counts, counts[0] / counts[1] - counts[2] / counts[3], low, high, z, p])
    return effects


def main():
    data = drawn()
    even = pd.Series(1.0, index=data.index)
    only = lambda tables: {name: {line: it["letters"] for line, it in lines.items()} for name, lines in tables.items()}
    text = json.dumps({
        "cases": {name: [None if isinstance(it, float) and np.isnan(it) else it for it in data[name]] for name in data},
        "plain": lines(data, even, "none"),
        "weighted": lines(data, data.weight, "none"),
        "bonferroni": only(lines(data, even, "bonferroni")),
        "false_discovery": only(lines(data, data.weight, "fdr_bh")),
        "chi_square": chi_square(data),
        "order": order(data),
    }, default=lambda it: it.item(), separators=(",", ":"))
    Path(sys.argv[1], "cross.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
