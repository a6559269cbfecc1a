#!/usr/bin/env python3
"""Scores and times diurna and a dictionary coder on spaCy's trees, on one thread.

    python3 benches/compare/event_sentences.py --diurna BINARY [--spacy MODEL] [--repeat 5] [--times 20] [--speed JSONL]
    python3 benches/compare/event_sentences.py --selftest

Run it with the Python that has spaCy; MODEL is a name or a folder.

The sentences are those of tests/corpus/events.tsv, half of which have no event. The dictionary coder is what such coders
are: a verb of the dictionary is an event, its subject does it, its object is whom it is done to; passives are undone. Its
dictionary are the verbs of our own rules without their conditions, each with its most frequent type, so that it knows as
many words as we do and none of what must stand beside them.

Counted are events by type alone, and by type, both sides and negation; of names only the last word is compared, because
the coder does not know what its actors are called elsewhere. Statuses but "denied" are not compared.

Speed is sentences a second of processor time, from raw text to events: diurna's whole process, start and all, on JSON
lines; for spaCy a loaded model and `nlp.pipe`. The systems take turns; the median is told.
"""

import argparse
import collections
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
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"


def sentences():
    """(text, wanted events) of the corpus."""
    for line in (ROOT / "tests/corpus/events.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            text, wanted = line.split("\t")
            yield text, [] if wanted == "-" else [event.strip() for event in wanted.split(";")]


def dictionary():
    """Verb (with particle) to type."""
    types = collections.defaultdict(collections.Counter)
    for path in sorted((ROOT / "src/lexicon/en/events").glob("*.rules")):
        kind = None
        for line in path.read_text().splitlines():
            if line.startswith("type "):
                kind = line.split()[1]
            elif line.startswith("verb "):
                for trigger in line[5:].split(";"):
                    words = re.sub(r"\[[^]]*\]", "", trigger).split()
                    types[" ".join(words)][kind] += 1
    return {verb: kinds.most_common(1)[0][0] for verb, kinds in types.items()}


def last(name):
    return name.split()[-1].lower()


def key(kind, actors, targets, denied=False):
    side = lambda names: ",".join(sorted(last(name) for name in names)) or "?"
    return f"{'not ' if denied else ''}{kind} {side(actors)} -> {side(targets)}"


def parse(event):
    denied = event.startswith("not ")
    kind, rest = event.removeprefix("not ").split(" ", 1)
    actors, targets = (
        [] if side.strip() == "?" else [name.strip() for name in side.split(",")] for side in rest.split("->")
    )
    return key(kind, actors, targets, denied)


def read_diurna(binary, texts):
    lines = "\n".join(json.dumps({"id": str(at), "text": text}) for at, text in enumerate(texts))
    command = [binary, "annotate", "--layer", "events", "-"]
    output = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    names = lambda side: [actor["name"] for actor in side]
    for line in output.splitlines():
        yield [
            key(event["type"], names(event["source"]), names(event["target"]), event["status"] == "denied")
            for event in json.loads(line)["events"]
            if event["type"] != "STATEMENT"
        ]


def code(document, verbs):
    """The events of the dictionary coder."""
    with_conjuncts = lambda token: [token, *token.conjuncts] if token is not None else []
    for token in document:
        if token.pos_ != "VERB":
            continue
        particle = next((child.text for child in token.children if child.dep_ == "prt"), None)
        kind = verbs.get(f"{token.lemma_} {particle}") if particle else verbs.get(token.lemma_)
        if kind is None:
            continue
        child = lambda *labels: next((at for at in token.children if at.dep_ in labels), None)
        by = child("agent")
        passive = child("nsubjpass")
        actor = next((at for at in by.children if at.dep_ == "pobj"), None) if by is not None else child("nsubj")
        target = passive if passive is not None else child("dobj", "dative")
        denied = child("neg") is not None
        names = lambda head: [at.text for at in with_conjuncts(head)]
        yield key(kind, names(actor), names(target), denied)


def kind_of(event):
    return event.removeprefix("not ").split()[0]


def score(found, wanted):
    """Right, found and wanted by type and in full."""
    counts = collections.Counter()
    for got, want in zip(found, wanted, strict=True):
        for what, cut in (("type", kind_of), ("full", lambda event: event)):
            one = collections.Counter(map(cut, got))
            two = collections.Counter(map(cut, want))
            counts[what, "right"] += sum((one & two).values())
            counts[what, "found"] += sum(one.values())
            counts[what, "wanted"] += sum(two.values())
    return counts


def show(name, counts):
    cells = [name]
    for what in ("type", "full"):
        right, found, wanted = (counts[what, column] for column in ("right", "found", "wanted"))
        cells += [f"{right / max(found, 1):.3f}", f"{right / max(wanted, 1):.3f}"]
    print("| " + " | ".join(cells) + " |")


def processor_time(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def speeds(binary, nlp, verbs, texts, repeat):
    """Medians of sentences a second of processor time: diurna, spaCy with the dictionary."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts)))
        for _ in range(repeat):
            before = processor_time(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [binary, "annotate", "--layer", "events", path], stdout=subprocess.DEVNULL, check=True
            )
            ours.append(len(texts) / (processor_time(resource.RUSAGE_CHILDREN) - before))
            if nlp:
                few = texts[: max(200, len(texts) // 10)]
                before = time.process_time()
                for document in nlp.pipe(few, batch_size=64):
                    list(code(document, verbs))
                theirs.append(len(few) / (time.process_time() - before))
    return statistics.median(ours), statistics.median(theirs) if theirs else None


def selftest():
    assert parse("not AID a b -> c, d e") == "not AID b -> c,e"
    assert parse("AID ? -> ?") == "AID ? -> ?"
    counts = score([["AID a -> b"]], [["AID a -> c"]])
    assert counts["type", "right"] == 1 and counts["full", "right"] == 0
    verbs = dictionary()
    assert verbs["invade"] == "ASSAULT" and verbs["step down"] == "RESIGN"
    assert len(list(sentences())) >= 300
    print("selftest ok")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--diurna")
    parser.add_argument("--spacy")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--times", type=int, default=20, help="how often the sentences are repeated to time them")
    parser.add_argument("--speed", help="JSON lines with the texts to time; else the sentences of the corpus")
    parser.add_argument("--selftest", action="store_true")
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if not arguments.diurna:
        parser.error("give --diurna BINARY")
    texts, wanted = zip(*sentences(), strict=True)
    wanted = [[parse(event) for event in events] for events in wanted]
    print("| | type P | type R | type, sides, negation P | R |\n|---|---|---|---|---|")
    show("Diurna", score(list(read_diurna(arguments.diurna, texts)), wanted))
    verbs = dictionary()
    nlp = None
    if arguments.spacy:
        import spacy

        nlp = spacy.load(arguments.spacy, exclude=["ner"])
        show("spaCy and dictionary", score([list(code(one, verbs)) for one in nlp.pipe(texts)], wanted))
    timed = list(texts)
    if arguments.speed:
        timed = [json.loads(line)["text"] for line in open(arguments.speed, encoding="utf-8") if line.strip()]
    timed *= arguments.times
    ours, theirs = speeds(arguments.diurna, nlp, verbs, timed, arguments.repeat)
    print(f"\nDiurna: {ours:,.0f} sentences a processor second (of {len(timed)}, start included)")
    if theirs:
        print(f"spaCy and dictionary: {theirs:,.0f}; Diurna is {ours / theirs:.1f} times as fast")


if __name__ == "__main__":
    sys.exit(main())
