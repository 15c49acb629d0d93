"""Agreement of two coders who give several codes a text, and how alike texts are, by scikit-learn.

Called with a folder; writes coding.json there.
"""

import json
import re
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score
from sklearn.metrics.pairwise import cosine_similarity

SEED = 20261123

TEXTS = [
    "价格便宜", "价格便宜量又足", "太贵了", "价格太贵", "方便", "很方便快捷", "售后慢", "售后服务太慢了", "the price is right",
    "cheap prices", "because it is cheap", "my friends use it", "friends all use it", "app 太慢", "app is slow",
]


def runs(text):
    """Characters and pairs of Chinese; three letters of other words, with a blank before and after."""
    out = set()
    for part in re.findall(r"[\u2e80-\U0010ffff]+|[^\u2e80-\U0010ffff ]+", text):
        if part[0] >= "\u2e80":
            out.update(part)
            out.update(part[at : at + 2] for at in range(len(part) - 1))
        else:
            padded = f" {part} "
            out.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return sorted(out)


def coders(rng):
    """Texts by codes, 1 where a coder gave it; the second follows the first more or less."""
    out = []
    for texts, codes, given, agree in ((60, 4, 0.3, 0.9), (250, 12, 0.15, 0.8), (30, 3, 0.5, 0.5), (400, 25, 0.05, 0.97)):
        one = (rng.random((texts, codes)) < given).astype(int)
        again = (rng.random((texts, codes)) < given).astype(int)
        other = np.where(rng.random((texts, codes)) < agree, one, again)
        assert ((one + other).sum(axis=0) > 0).all()
        kappas = [cohen_kappa_score(one[:, code], other[:, code]) for code in range(codes)]
        out.append({
            "one": one.tolist(), "other": other.tolist(), "kappas": kappas,
            "overall": cohen_kappa_score(one.ravel(), other.ravel()),
        })
    return out


def likenesses():
    tfidf = TfidfVectorizer(analyzer=runs, binary=True, smooth_idf=False, norm="l2")
    return {"texts": TEXTS, "likeness": cosine_similarity(tfidf.fit_transform(TEXTS)).tolist()}


def main():
    out = {"coders": coders(np.random.default_rng(SEED)), "alike": likenesses()}
    text = json.dumps(out, default=lambda it: it.item(), indent=None)
    Path(sys.argv[1], "coding.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
