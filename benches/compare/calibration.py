#!/usr/bin/env python3
"""Tells whether what diurna holds likely is right as often as it says: heads of words, and names with their kind.

    diurna annotate --layer syntax --confidence GOLD.conllu > PREDICTED.conllu
    python3 benches/compare/calibration.py syntax GOLD.conllu PREDICTED.conllu
    diurna annotate --layer names --confidence GOLD.tsv > PREDICTED.tsv
    python3 benches/compare/calibration.py names GOLD.tsv PREDICTED.tsv
    python3 benches/compare/calibration.py --selftest

Both files have the same words. Printed for each range of confidence: how many, their mean confidence, and the share
that is right; then the expected calibration error (Guo and others 2017): the mean distance of the two, weighted by
count. Names of kinds that the gold has not (MISC) are left out.
"""

import argparse
import sys

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
KINDS = ("PER", "ORG", "LOC")


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


def judge_heads(gold, predicted):
    """(confidence, is right) of each word."""
    gold, predicted = ([row for row in lines if row[0].isdigit()] for lines in (gold, predicted))
    if len(gold) != len(predicted):
        raise SystemExit(f"{len(gold)} words in the gold, {len(predicted)} predicted")
    judged = []
    for wanted, found in zip(gold, predicted):
        values = dict(value.split("=", 1) for value in found[9].split("|") if "=" in value)
        if "HeadConfidence" not in values:
            raise SystemExit("no HeadConfidence in the last column; annotate with --confidence")
        judged.append((float(values["HeadConfidence"]), wanted[6] == found[6]))
    return judged


def spans(lines):
    """{(first row, one past the last, kind): confidence} of names."""
    found, start, kind, confidence = {}, None, None, 1.0
    for at, row in enumerate([*lines, [""]]):
        tag = row[1] if len(row) > 1 else "O"
        if start is not None and tag != "I-" + kind:
            found[(start, at, kind)] = confidence
            start = None
        if tag.startswith("B-"):
            start, kind, confidence = at, tag[2:], float(row[2]) if len(row) > 2 and row[2] else 1.0
    return found


def judge_names(gold, predicted):
    gold, predicted = spans([row[:2] for row in gold]), spans(predicted)
    return [(confidence, name in gold) for name, confidence in predicted.items() if name[2] in KINDS]


def report(judged):
    print("| confidence | count | mean | right |\n| --- | ---: | ---: | ---: |")
    error = 0.0
    for low, high in zip(EDGES, EDGES[1:]):
        part = [(confidence, is_right) for confidence, is_right in judged if low <= confidence < high]
        if not part:
            continue
        mean = sum(confidence for confidence, _ in part) / len(part)
        right = sum(is_right for _, is_right in part) / len(part)
        error += abs(mean - right) * len(part) / len(judged)
        print(f"| {low:.2f}-{min(high, 1.0):.2f} | {len(part)} | {mean:.3f} | {right:.3f} |")
    print(f"\nexpected calibration error {100 * error:.1f} %")
    return error


def selftest():
    head = lambda number, confidence: ["1", "a", "_", "_", "_", "_", number, "_", "_", f"HeadConfidence={confidence}"]
    assert judge_heads([head("2", 1)], [head("2", 0.5)]) == [(0.5, True)]
    gold = [["A", "B-PER"], ["B", "I-PER"], [""], ["C", "B-LOC"]]
    found = [["A", "B-PER", "0.9"], ["B", "I-PER", "0.9"], [""], ["C", "B-ORG", "0.4"]]
    assert judge_names(gold, found) == [(0.9, True), (0.4, False)]
    assert abs(report([(0.9, True), (0.4, False)]) - 0.25) < 1e-9
    print("selftest passed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layer", nargs="?", choices=("syntax", "names"))
    parser.add_argument("gold", nargs="?")
    parser.add_argument("predicted", nargs="?")
    parser.add_argument("--selftest", action="store_true")
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if arguments.predicted is None:
        parser.error("name the layer, the gold and what was predicted")
    judge = judge_heads if arguments.layer == "syntax" else judge_names
    report(judge(rows(arguments.gold), rows(arguments.predicted)))
    return None


if __name__ == "__main__":
    sys.exit(main())
