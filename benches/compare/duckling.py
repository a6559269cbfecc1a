#!/usr/bin/env python3
"""Scores diurna's times against Duckling's English phrases, those that a news text could contain.

    python3 benches/compare/duckling.py GOLD --diurna BINARY [--left-out TSV] [--errors]
    python3 benches/compare/duckling.py --selftest

GOLD are lines `{id, dct, text, fn, expected}` taken from the tests of Duckling, which reads what people tell an assistant;
TSV says which phrases are left out and why, by default tests/corpus/time/duckling.tsv. Diurna reads the bare phrase, under
the policy `news`, as if published at Duckling's reference time. A phrase is right if all that is found in it is one
expression, or the two ends of a range, with the gold's value:

- a point: the same day, week, month, quarter or year, or the same clock on the same day;
- a range: the same start and the same end, which Duckling puts behind the last unit of its grain: the 16th for "13-15";
- an open range ("since"), or one from the moment of asking ("by"): an edge of what is found;
- part of a day, a weekend or a season: the same one by its name, for Duckling's weekends begin on Friday at six and its
  seasons at solstice and equinox;
- "early", "the end of": TIMEX3 keeps the whole and says START, MID or END; Duckling's part must lie there in that whole;
- "now": PRESENT_REF.

"Coarser" is told apart and not counted as right: the unit that the phrase names holds the gold's, which is a finer one, as
Duckling reads "a month ago" as a day. Two reasons of the list leave out what a clause would decide; those phrases are also
read behind "They will meet" and told apart.
"""

import argparse
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEFT_OUT = ROOT / "tests/corpus/time/duckling.tsv"
CLAUSE = "They will meet "
CLAUSE_REASONS = ("in-length", "looks-ahead")
LENGTHS = {
    "Second": datetime.timedelta(seconds=1),
    "Minute": datetime.timedelta(minutes=1),
    "Hour": datetime.timedelta(hours=1),
    "Day": datetime.timedelta(days=1),
    "Week": datetime.timedelta(weeks=1),
}
MONTHS = {"Month": 1, "Quarter": 3, "Year": 12}
# Parts of the day, by the hour at which Duckling starts them.
DAY_PARTS = {0: ("MO",), 12: ("AF",), 18: ("EV", "NI"), 21: ("EV", "NI")}
# What diurna may give for the grain that Duckling gives a counted unit.
COARSER = {"Hour": ("day",), "Day": ("week", "month"), "Month": ("year",)}
COUNTED = re.compile(r"\b(ago|hence|from now)$|^in ", re.IGNORECASE)

# start and end are moments, the end excluded; a point has no end, and a year before Christ has no start.
Gold = collections.namedtuple("Gold", "year start end grain is_open")


def parse_gold(expected):
    moments = [list(map(int, found.split(", "))) for found in re.findall(r"-?\d+(?:, \d+){5}", expected)]
    start, end = ([datetime.datetime(*moment) if moment[0] > 0 else None for moment in moments] + [None])[:2]
    grain = re.search(rf"\) ({'|'.join([*LENGTHS, *MONTHS])})", expected)[1]
    return Gold(moments[0][0], start, end, grain, expected.startswith(("After", "Before")))


def before(moment, grain):
    """The start of the unit that ends at `moment`."""
    if grain in LENGTHS:
        return moment - LENGTHS[grain]
    months = moment.year * 12 + moment.month - 1 - MONTHS[grain]
    return moment.replace(year=months // 12, month=months % 12 + 1)


def edges(timex):
    """The first moment of an expression and the first one behind it."""
    if not timex["first"] or timex["first"].startswith("-"):
        return None, None
    first, last = (datetime.datetime.fromisoformat(timex[key]) for key in ("first", "last"))
    return first, last + (LENGTHS["Second"] if "T" in timex["last"] else LENGTHS["Day"])


def is_point(gold, timex, asked):
    first, _ = edges(timex)
    if timex["value"] == "PRESENT_REF":
        return gold.start in (asked, datetime.datetime.combine(asked, datetime.time()))
    if gold.start is None:
        return timex["value"] == f"BC{-gold.year:04}"
    grains = ("hour", "minute") if gold.grain in ("Hour", "Minute") else (gold.grain.lower(),)
    return first == gold.start and timex["grain"] in grains and not timex["value"].startswith("P")


def is_range(gold, timex, asked):
    first, behind = edges(timex)
    if first is None:
        return False
    if gold.start == asked:
        return gold.end in (first, behind)
    if part := re.search(r"T(MO|AF|EV|NI)$", timex["value"]):
        return first.date() == gold.start.date() and part[1] in DAY_PARTS.get(gold.start.hour, ())
    if timex["value"].endswith("-WE"):
        return first == gold.start + datetime.timedelta(hours=6) and behind == gold.end
    if re.search(r"-(SP|SU|FA|WI)$", timex["value"]):
        return (first.year, first.month) == (gold.start.year, gold.start.month)
    at_edges = first == gold.start, behind == gold.end
    lies_in = first <= gold.start and gold.end <= behind
    wanted = {"START": (True, False), "MID": (False, False), "END": (False, True)}.get(timex.get("mod"), (True, True))
    return lies_in and at_edges == wanted


def judge(gold, text, timexes, asked):
    """"right", "coarser" or "wrong"."""
    right = False
    if len(timexes) == 1:
        timex = timexes[0]
        if gold.is_open:
            right = gold.start in edges(timex)
        elif gold.end:
            right = is_range(gold, timex, asked)
        else:
            right = is_point(gold, timex, asked)
            first, behind = edges(timex)
            holds = first is not None and first <= gold.start < behind
            if not right and holds and COUNTED.search(text) and timex["grain"] in COARSER.get(gold.grain, ()):
                return "coarser"
    elif len(timexes) == 2 and gold.end and not gold.is_open:
        ends = [edges(timex)[0] for timex in timexes]
        right = ends == [gold.start, before(gold.end, gold.grain)]
    return "right" if right else "wrong"


def read_left_out(path):
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def by_diurna(lines, binary):
    asked = "".join(json.dumps({key: line[key] for key in ("id", "dct", "text")}) + "\n" for line in lines)
    output = subprocess.run(
        [binary, "annotate", "--layer", "time", "-"], input=asked, check=True, capture_output=True, text=True
    ).stdout
    return {line["id"]: line["timexes"] for line in map(json.loads, output.splitlines())}


def judge_all(lines, binary, clause=""):
    """The verdict and what was found, a phrase."""
    found = by_diurna([dict(line, text=clause + line["text"]) for line in lines], binary)
    for line in lines:
        timexes = found[line["id"]]
        asked = datetime.datetime.fromisoformat(line["dct"])
        yield line, judge(parse_gold(line["expected"]), line["text"], timexes, asked), timexes


def show(verdict, line, timexes, clause=""):
    text = clause + line["text"]
    found = [
        f"{text[timex['start']:timex['end']]!r} = {timex['value']}{' ' + timex['mod'] if timex.get('mod') else ''}"
        for timex in timexes
    ]
    print(f"  {verdict}: {line['id']} {line['text']!r}: {line['expected']}, found {', '.join(found) or 'nothing'}")


def tell(judged):
    """How many are right, and with those that are coarser."""
    counts = collections.Counter(verdict for _, verdict, _ in judged)
    total, right, coarser = len(judged), counts["right"], counts["coarser"]
    percent = lambda part: 100 * part / total if total else 0.0
    return f"right {right}/{total} = {percent(right):.1f} %; {coarser} coarser, with them {percent(right + coarser):.1f} %"


def selftest():
    asked = datetime.datetime(2013, 2, 12, 4, 30)
    day = {"value": "2013-05-04", "grain": "day", "first": "2013-05-04", "last": "2013-05-04"}
    next_day = dict(day, value="2013-05-05", first="2013-05-05", last="2013-05-05")
    month = {"value": "2013-05", "grain": "month", "first": "2013-05-01", "last": "2013-05-31"}
    clock = {"value": "2013-05-04T17:00", "grain": "hour", "first": "2013-05-04T17:00:00", "last": "2013-05-04T17:59:59"}
    evening = dict(day, value="2013-05-04TEV")
    verdict = lambda expected, *timexes, text="": judge(parse_gold(expected), text, list(timexes), asked)
    assert verdict("(2013, 5, 4, 0, 0, 0) Day", day) == "right"
    assert verdict("(2013, 5, 4, 0, 0, 0) Day", day, next_day) == "wrong"
    assert verdict("(2013, 5, 4, 0, 0, 0) Day", month) == "wrong"
    assert verdict("(2013, 5, 4, 0, 0, 0) Day", month, text="five months hence") == "coarser"
    assert verdict("(2013, 5, 4, 17, 0, 0) Hour", clock) == "right"
    assert verdict("(2013, 5, 4, 0, 0, 0) Day", clock) == "wrong"
    assert verdict("((2013, 5, 4, 0, 0, 0), (2013, 5, 6, 0, 0, 0)) Day", day, next_day) == "right"
    assert verdict("((2013, 5, 4, 0, 0, 0), (2013, 5, 5, 0, 0, 0)) Day", day, next_day) == "wrong"
    assert verdict("((2013, 5, 4, 18, 0, 0), (2013, 5, 5, 0, 0, 0)) Hour", evening) == "right"
    assert verdict("((2013, 5, 4, 0, 0, 0), (2013, 5, 4, 12, 0, 0)) Hour", evening) == "wrong"
    assert verdict("((2013, 5, 1, 0, 0, 0), (2013, 5, 11, 0, 0, 0)) Day", dict(month, mod="START")) == "right"
    assert verdict("((2013, 5, 1, 0, 0, 0), (2013, 5, 11, 0, 0, 0)) Day", dict(month, mod="END")) == "wrong"
    assert verdict("((2013, 5, 1, 0, 0, 0), (2013, 5, 11, 0, 0, 0)) Day", month) == "wrong"
    assert verdict("((2013, 2, 12, 4, 30, 0), (2013, 6, 1, 0, 0, 0)) Second", month) == "right"
    assert verdict("After (2013, 5, 1, 0, 0, 0) Month", month) == "right"
    assert verdict("(2013, 2, 12, 4, 30, 0) Second", {"value": "PRESENT_REF", "first": None, "last": None}) == "right"
    assert verdict("(-90, 1, 1, 0, 0, 0) Year", {"value": "BC0090", "first": "-0089-01-01", "last": "-0089-12-31"}) == "right"
    assert before(datetime.datetime(2013, 1, 1), "Month") == datetime.datetime(2012, 12, 1)
    assert verdict("(2013, 5, 4, 0, 0, 0) Day") == "wrong"
    print("selftest ok")


def main():
    if "--selftest" in sys.argv:
        return selftest()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=pathlib.Path, metavar="GOLD")
    parser.add_argument("--diurna", required=True, metavar="BINARY")
    parser.add_argument("--left-out", type=pathlib.Path, default=LEFT_OUT, metavar="TSV")
    parser.add_argument("--errors", action="store_true", help="list the kept phrases that are not right")
    options = parser.parse_args()
    gold = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    left_out = read_left_out(options.left_out)
    if unknown := left_out.keys() - {line["id"] for line in gold}:
        raise SystemExit(f"{options.left_out}: not in the gold: {', '.join(sorted(unknown))}")
    kept = [line for line in gold if line["id"] not in left_out]
    open_lines = [line for line in gold if left_out.get(line["id"]) in CLAUSE_REASONS]
    print(f"{len(gold)} phrases, {len(left_out)} left out:")
    for reason, count in collections.Counter(left_out.values()).most_common():
        print(f"{count:5} {reason}")
    judged = list(judge_all(kept, options.diurna))
    behind = list(judge_all(open_lines, options.diurna, CLAUSE))
    print(f"kept {len(kept)}: {tell(judged)}")
    print(f"left out as {' or '.join(CLAUSE_REASONS)}, behind \"{CLAUSE.strip()}\": {tell(behind)}")
    if options.errors:
        for results, clause in ((judged, ""), (behind, CLAUSE)):
            print(f"not right{', behind ' + repr(clause.strip()) if clause else ''}:")
            for line, verdict, timexes in results:
                if verdict != "right":
                    show(verdict, line, timexes, clause)
    return None


if __name__ == "__main__":
    main()
