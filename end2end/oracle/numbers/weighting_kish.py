"""Weights as weightipy makes them, tight bounds by convex optimisation, and Kish's effect by hand in numpy.

Called with a folder; writes weighting_kish.json there.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import weightipy

SEED = 20261122
SHARES = [[51.2, 48.8], [20.0, 30.0, 25.0, 25.0], [9.0, 7.0, 24.0, 60.0]]


def sample(rng, n, shares, off):
    """Categories of a sample that is off its targets."""
    drawn = []
    for share in shares:
        chance = np.array(share) * rng.uniform(1 - off, 1 + off, len(share))
        drawn.append(rng.choice(len(share), n, p=chance / chance.sum()))
    return drawn


def by_weightipy(shares, categories):
    frame = pd.DataFrame({f"m{at}": it for at, it in enumerate(categories)})
    targets = {f"m{at}": dict(enumerate(it)) for at, it in enumerate(shares)}
    # It goes on as long as each round comes nearer by this part.
    scheme = weightipy.scheme_from_dict(targets, rim_params={"convcrit": 1e-6, "max_iterations": 10_000})
    return weightipy.weight(frame, scheme).to_numpy(dtype=float)


def by_newton(shares, categories, start, cap):
    """The nearest weights within bounds that meet the margins: damped Newton on the dual problem.

    The weights are clip(start * exp(x @ dual)); the dual function is convex, its gradient the misfit.
    """
    n = len(start)
    start = start / start.mean()
    columns, totals = [], []
    for share, category in zip(shares, categories):
        columns += [category == code for code in range(len(share))]
        totals += list(np.array(share) / sum(share) * n)
    x, totals = np.array(columns, dtype=float).T, np.array(totals)

    def value(dual):
        u = x @ dual
        low, high = np.log(cap[0] / start), np.log(cap[1] / start)
        inside = start * np.exp(np.clip(u, low, high))
        return np.sum(inside + cap[0] * np.minimum(u - low, 0) + cap[1] * np.maximum(u - high, 0)) - totals @ dual

    dual = np.zeros(x.shape[1])
    for _ in range(2000):
        raw = start * np.exp(x @ dual)
        misfit = totals - x.T @ np.clip(raw, *cap)
        if np.abs(misfit).max() < 1e-12 * n:
            break
        free = np.where((raw > cap[0]) & (raw < cap[1]), raw, 0)
        # A little of the identity, for categories of which all cases are at a bound.
        step = np.linalg.lstsq((x.T * free) @ x + 1e-9 * np.eye(x.shape[1]), misfit, rcond=None)[0]
        size = 1.0
        while size > 1e-9 and value(dual + size * step) > value(dual) - 1e-4 * size * (misfit @ step):
            size /= 2
        dual = dual + size * step if size > 1e-9 else dual + step
    else:
        raise SystemExit("no convergence")
    weights = np.clip(start * np.exp(x @ dual), *cap)
    assert (weights == cap[0]).sum() > 5 and (weights == cap[1]).sum() > 5
    return weights


def kish(weights, limits):
    n = len(weights)
    cv = weights.std() / weights.mean()
    design_effect = 1 + cv**2
    efficiency = 1 / design_effect
    np.testing.assert_allclose(weightipy.weighting_efficiency(pd.Series(weights)), 100 * efficiency, rtol=1e-12)
    return {
        "weights": weights.tolist(),
        "sum": weights.sum(),
        "base": weights.sum() ** 2 / (weights**2).sum(),
        "design_effect": design_effect,
        "efficiency": efficiency,
        "least": weights.min(),
        "most": weights.max(),
        "limits": limits,
        "counts": np.histogram(weights, limits)[0].tolist(),
        "cases": n,
    }


def main():
    rng = np.random.default_rng(SEED)
    rake, capped = [], []
    for name, n, shares, off in [("two margins", 100, SHARES[:2], 0.5), ("three margins", 200, SHARES, 0.6)]:
        categories = sample(rng, n, shares, off)
        weights = by_weightipy(shares, categories)
        rake.append({"name": name, "shares": shares, "categories": [it.tolist() for it in categories], "weights": weights.tolist()})
    # Seeds with which there are such weights, not far from where there are none.
    tight = [("tight", 10, (0.5, 1.9), False), ("tight with starting weights", 8, (0.45, 1.9), True)]
    for name, seed, cap, uneven in tight:
        rng = np.random.default_rng(seed)
        categories = sample(rng, 200, SHARES, 0.4)
        start = np.round(rng.lognormal(0, 0.4, 200), 3) if uneven else np.ones(200)
        weights = by_newton(SHARES, categories, start, cap)
        capped.append({"name": name, "shares": SHARES, "categories": [it.tolist() for it in categories], "cap": cap, "weights": weights.tolist()})
        if uneven:
            capped[-1]["start"] = start.tolist()
    # Also the classes that the weights should fall in: round limits, twenty or so at most.
    effect = [
        kish(np.round(rng.lognormal(0, 0.5, 150), 6), (np.arange(1, 21) / 5).tolist()),
        kish(np.array([1.0] * 10), [1.0, 1.05]),
        kish(np.array([0.3, 0.3, 0.6, 1.0, 1.2, 1.7, 3.0]), (np.arange(1, 17) / 5).tolist()),
        kish(np.array([120.0, 950.0, 1400.0, 8000.0]), np.arange(0, 8501, 500.0).tolist()),
    ]
    versions = {"weightipy": weightipy.__version__, "numpy": np.__version__, "pandas": pd.__version__}
    parts = {"rake": rake, "capped": capped, "effect": effect, "versions": versions}
    Path(sys.argv[1], "weighting_kish.json").write_text(json.dumps(parts) + "\n")


main()
