"""Intervals, tests between columns, chi-square and kappa by scipy, statsmodels and scikit-learn.

Called with a folder; writes stats_tests.json there.
"""

import json
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

SEED = 20261122


def tails():
    """Tails and quantiles, where degrees of freedom are few and where they are millions."""
    t = [
        [x, df, 2 * stats.t.sf(x, df)]
        for df in (1, 3.5, 28, 912.3, 99_998, 1e6, 1e7)
        for x in (0.01, 0.7, 1.96, 6, 1e9)
    ]
    quantiles = [
        [level, df, stats.t.ppf((1 + level) / 2, df)]
        for df in (1, 3.5, 28, 999, 1001, 99_998, 1e6, 1e7)
        for level in (0.8, 0.9, 0.95, 0.999)
    ]
    f = [
        [x, one, other, stats.f.sf(x, one, other)]
        for one, other in ((1, 7), (2.3, 400), (8.31, 8.3e6), (30.1, 3e7), (250.7, 2.5e8))
        for x in (0.05, 0.9, 1.05, 1.5, 4)
    ]
    return {"t": t, "quantiles": quantiles, "f": f}


def intervals(rng):
    shares = []
    for count, base in ((0, 12), (12, 12), (3, 20), (55.5, 120.25), (401_000, 1_000_000)):
        for level in (0.9, 0.95, 0.99):
            low, high = proportion_confint(count, base, alpha=1 - level, method="wilson")
            shares.append([count / base, base, level, low, high])
    means = []
    for n in (2, 30, 1000):
        values = rng.normal(5, 2, n)
        mean, error = values.mean(), stats.sem(values)
        for level in (0.9, 0.95):
            low, high = stats.t.interval(level, n - 1, mean, error)
            means.append([mean, error, n - 1, level, low, high])
    return {"shares": shares, "means": means}


def apart():
    """Columns with nobody in common; effective bases go in as n."""
    shares = []
    for one, other in (((200, 0.55), (200, 0.45)), ((31.4, 0.1), (77.7, 0.02)), ((9e5, 0.301), (1e6, 0.3))):
        bases = np.array([one[0], other[0]])
        z, p = proportions_ztest(bases * [one[1], other[1]], bases)
        shares.append([*one, *other, z, p])
    means = []
    for one, other in (((40, 3.2, 1.1), (55, 2.9, 1.7)), ((33.3, 7.0, 2.0), (412.9, 6.1, 9.5))):
        first, second = (one[1], one[2] ** 0.5, one[0]), (other[1], other[2] ** 0.5, other[0])
        pooled = stats.ttest_ind_from_stats(*first, *second, equal_var=True)
        welch = stats.ttest_ind_from_stats(*first, *second, equal_var=False)
        v = [one[2] / one[0], other[2] / other[0]]
        df = sum(v) ** 2 / (v[0] ** 2 / (one[0] - 1) + v[1] ** 2 / (other[0] - 1))
        means.append([*one, *other, *pooled, *welch, df])
    return {"shares": shares, "means": means}


def together(rng):
    """Columns with respondents in common: the variance of the difference is summed case by case.

    Each respondent bears on p1 - p2 by c = 1/n1 if in the first, less 1/n2 if in the second, so its variance is
    p (1 - p) times the sum of c squared, whoever is in both.
    """
    cases = []
    for n in (60, 500):
        first, second = rng.random(n) < 0.6, rng.random(n) < 0.5
        hit, value = rng.random(n) < 0.3 + 0.2 * first, np.round(rng.normal(4, 1.5, n), 3)
        sizes = first.sum(), second.sum(), (first & second).sum()
        spread = ((first / sizes[0] - second / sizes[1]) ** 2).sum()
        p = [hit[first].mean(), hit[second].mean()]
        pooled = (hit[first].sum() + hit[second].sum()) / (sizes[0] + sizes[1])
        z = (p[0] - p[1]) / (pooled * (1 - pooled) * spread) ** 0.5
        m, v = [value[it].mean() for it in (first, second)], [value[it].var(ddof=1) for it in (first, second)]
        s2 = ((sizes[0] - 1) * v[0] + (sizes[1] - 1) * v[1]) / (sizes[0] + sizes[1] - 2)
        t, df = (m[0] - m[1]) / (s2 * spread) ** 0.5, sizes[0] + sizes[1] - sizes[2] - 2
        cases.append({
            "sizes": [int(it) for it in sizes], "shares": p, "z": [z, 2 * stats.norm.sf(abs(z))],
            "means": m, "variances": v, "t": [t, int(df), 2 * stats.t.sf(abs(t), df)],
        })
    # Everybody in both columns, with two answers each: a test of pairs.
    one = np.round(rng.normal(4, 1.5, 45), 3)
    other = np.round(0.6 * one + rng.normal(1.2, 1, 45), 3)
    test = stats.ttest_rel(one, other)
    pairs = {
        "n": 45, "means": [one.mean(), other.mean()], "variances": [one.var(ddof=1), other.var(ddof=1)],
        "correlation": np.corrcoef(one, other)[0, 1], "t": [test.statistic, int(test.df), test.pvalue],
    }
    return {"cases": cases, "pairs": pairs}


def families(rng):
    out = []
    for n in (1, 2, 6, 21):
        p = rng.random(n) ** 3
        out.append({
            "p": p.tolist(), "bonferroni": multipletests(p, method="bonferroni")[1].tolist(),
            "false_discovery": multipletests(p, method="fdr_bh")[1].tolist(),
        })
    return out


def letters(rng):
    """Rows of seven columns: z of every pair, adjusted within the row, and who is higher at 95 and at 90 %."""
    rows = []
    for method in ("none", "bonferroni", "fdr_bh"):
        for _ in range(4):
            bases = rng.integers(60, 400, 7)
            counts = rng.binomial(bases, rng.choice([0.2, 0.28, 0.35], 7))
            pairs = list(combinations(range(7), 2))
            z, p = np.array([proportions_ztest(counts[list(it)], bases[list(it)]) for it in pairs]).T
            adjusted = p if method == "none" else multipletests(p, method=method)[1]
            text = [[] for _ in range(7)]
            for (one, other), statistic, value in zip(pairs, z, adjusted):
                high, low = (one, other) if statistic > 0 else (other, one)
                letter = "ABCDEFG"[low]
                if value <= 0.10:
                    text[high].append(letter if value <= 0.05 else letter.lower())
            rows.append({
                "method": method, "counts": counts.tolist(), "bases": bases.tolist(),
                "letters": ["".join(sorted(it, key=str.lower)) for it in text],
            })
    return rows


def tables(rng):
    out = []
    for rows, columns in ((2, 2), (3, 5), (8, 12)):
        counts = rng.integers(1, 60, (rows, columns)).astype(float)
        test = stats.chi2_contingency(counts, correction=False)
        out.append({"counts": counts.tolist(), "test": [test.statistic, float(test.dof), test.pvalue]})
    return out


def coders(rng):
    out = []
    for n, codes, agree in ((40, 2, 0.8), (200, 5, 0.6), (300, 9, 0.95), (60, 3, 0.0)):
        one = rng.integers(0, codes, n)
        other = np.where(rng.random(n) < agree, one, rng.integers(0, codes, n))
        counts = np.zeros((codes, codes))
        np.add.at(counts, (one, other), 1)
        theirs = cohens_kappa(counts)
        out.append({
            "one": one.tolist(), "other": other.tolist(), "sklearn": cohen_kappa_score(one, other),
            "statsmodels": [theirs.kappa, theirs.std_kappa, theirs.kappa_low, theirs.kappa_upp],
        })
    return out


def main():
    rng = np.random.default_rng(SEED)
    out = {
        "tails": tails(), "intervals": intervals(rng), "apart": apart(), "together": together(rng),
        "families": families(rng), "letters": letters(rng), "tables": tables(rng), "kappa": coders(rng),
    }
    text = json.dumps(out, default=lambda it: it.item(), indent=None)
    Path(sys.argv[1], "stats_tests.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
