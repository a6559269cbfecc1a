#!/usr/bin/env python3
"""What the confidence of an event is worth: how often events of a confidence are right, and what a threshold keeps.

    python3 benches/compare/event_confidence.py --diurna BINARY --gold GOLD.jsonl [--svg FILE]
    python3 benches/compare/event_confidence.py --selftest

GOLD has lines {id, text, events: [{type}]}, of which each names one event of its sentence or few (the PLOVER records do).
An event counts as right if its type is among those of the sentence: one that the gold does not name counts as wrong
although it may be right, so that all precisions are lower bounds. Written are a table of confidences, with 95 % intervals
after Wilson, and a table of thresholds, each a `--min-confidence`; the picture shows the latter.

If the events of GOLD have source and target, a third table tells how often roles of a confidence are right: an actor of an
event of the right type shares a word with one that the gold has on that side (on either, where the gold says reciprocal).
"""

import argparse
import json
import math
import subprocess
import sys

EDGES = [0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01]
THRESHOLDS = [0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9]


def wilson(right, number):
    if number == 0:
        return 0.0, 1.0
    z, share = 1.96, right / number
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    reach = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number)) / (1 + z * z / number)
    return middle - reach, middle + reach


def coded(binary, path):
    """Each sentence of the gold with the events that are found in it."""
    gold = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    command = [binary, "annotate", "--layer", "events", "--types", "plover2016", path]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return list(zip(gold, map(json.loads, output.splitlines()), strict=True))


def words(name):
    name = name.replace("\u2019s", " ").replace("'s", " ")
    return {word.strip(".,").lower() for word in name.split()} - {"the", "a", "an", "of", "its", "his", ""}


def judged_roles(sentences):
    """(confidence, whether right) of every role of the events of the right type."""
    for sentence, found in sentences:
        for event in found["events"]:
            named = [gold for gold in sentence["events"] if gold["type"] == event["type"]][:1]
            for gold in named:
                for side in ("source", "target"):
                    sides = ("source", "target") if gold.get("reciprocal") else (side,)
                    names = [words(actor["text"]) for one in sides for actor in gold.get(one, [])]
                    for actor in event[side] if names else []:
                        if "confidence" in actor:
                            yield actor["confidence"], any(words(actor["text"]) & name for name in names)


def judged(sentences):
    """(confidence, whether right) of every event found, and how many events are wanted."""
    found = []
    for sentence, line in sentences:
        types = [event["type"] for event in sentence["events"]]
        for event in sorted(line["events"], key=lambda event: -event["confidence"]):
            right = event["type"] in types
            if right:
                types.remove(event["type"])
            found.append((event["confidence"], right))
    return found, sum(len(sentence["events"]) for sentence, _ in sentences)


def tables(found, wanted, roles=()):
    yield from table("events", found)
    yield "\n| `--min-confidence` | events kept | precision | recall |\n|---|---|---|---|"
    for threshold, kept, precision, recall in curve(found, wanted):
        yield f"| {threshold} | {kept} | {precision:.3f} | {recall:.3f} |"
    if roles:
        yield ""
        yield from table("roles", roles)


def table(what, found):
    yield f"| confidence | {what} | mean | right | 95 % interval |\n|---|---|---|---|---|"
    for low, high in zip(EDGES, EDGES[1:]):
        group = [(confidence, right) for confidence, right in found if low <= confidence < high]
        if group:
            right = sum(right for _, right in group)
            mean = sum(confidence for confidence, _ in group) / len(group)
            least, most = wilson(right, len(group))
            yield (
                f"| {low:.1f}-{min(high, 1):.1f} | {len(group)} | {mean:.2f} | {right / len(group):.2f} "
                f"| {least:.2f}-{most:.2f} |"
            )


def curve(found, wanted):
    for threshold in THRESHOLDS:
        kept = [right for confidence, right in found if confidence >= threshold]
        yield threshold, len(kept), sum(kept) / max(len(kept), 1), sum(kept) / wanted


def picture(points):
    """The curve as SVG: recall to the right, precision upwards, both from 0 to 1."""
    at = lambda recall, precision: (50 + 400 * recall, 430 - 400 * precision)
    line = " ".join("{:.1f},{:.1f}".format(*at(recall, precision)) for _, _, precision, recall in points)
    marks = "".join(
        '<circle cx="{0:.1f}" cy="{1:.1f}" r="3"/><text x="{0:.1f}" y="{2:.1f}">{3}</text>'.format(
            *at(recall, precision), at(recall, precision)[1] - 8, threshold
        )
        for threshold, _, precision, recall in points
    )
    ticks = "".join(
        f'<text x="{50 + 400 * tick / 5:.0f}" y="448">{tick / 5}</text>'
        f'<text x="24" y="{434 - 400 * tick / 5:.0f}">{tick / 5}</text>'
        for tick in range(6)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" font-family="sans-serif" font-size="11" '
        'text-anchor="middle"><title>Precision and recall of event types by --min-confidence</title>'
        '<rect width="480" height="480" fill="white"/><path d="M50 30V430H450" fill="none" stroke="black"/>'
        f'{ticks}<text x="250" y="468">recall</text><text x="14" y="20" text-anchor="start">precision (lower bound)</text>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/><g fill="#1f5fa8">{marks}</g></svg>\n'
    )


def selftest():
    found = [(0.95, True), (0.95, True), (0.45, False), (0.45, True)]
    points = list(curve(found, 5))
    assert points[0][1:] == (4, 0.75, 0.6) and points[-1][1:] == (2, 1.0, 0.4)
    low, high = wilson(8, 10)
    assert 0.48 < low < 0.5 and 0.94 < high < 0.95
    assert "0.9-1.0 | 2 | 0.95 | 1.00" in "\n".join(tables(found, 5))
    actor = {"text": "Norway's king", "confidence": 0.7}
    event = {"type": "AID", "source": [{"text": "Norway"}], "target": [{"text": "Chad"}]}
    found_event = {"type": "AID", "source": [actor], "target": [actor]}
    roles = list(judged_roles([({"events": [event]}, {"events": [found_event]})]))
    assert roles == [(0.7, True), (0.7, False)]
    assert picture(points).count("<circle") == len(THRESHOLDS)
    print("selftest ok")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--diurna")
    parser.add_argument("--gold")
    parser.add_argument("--svg")
    parser.add_argument("--selftest", action="store_true")
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if not (arguments.diurna and arguments.gold):
        parser.error("give --diurna BINARY and --gold GOLD.jsonl")
    sentences = coded(arguments.diurna, arguments.gold)
    found, wanted = judged(sentences)
    print("\n".join(tables(found, wanted, list(judged_roles(sentences)))))
    if arguments.svg:
        with open(arguments.svg, "w", encoding="utf-8") as output:
            output.write(picture(list(curve(found, wanted))))


if __name__ == "__main__":
    sys.exit(main())
