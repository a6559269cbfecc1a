#!/usr/bin/env python3
"""Times diurna and spaCy side by side from raw text to tokens, tags, lemmas, trees and names, on one thread.

    python3 benches/compare/text_speed.py TEXT_FILE --diurna BINARY [--spacy MODEL...] [--repeat 5] [--cold 5]
    python3 benches/compare/text_speed.py --selftest

In the text an empty line parts paragraphs. Run it with the Python that has spaCy; MODEL is a name or a folder. Systems
take turns, round after round, so that a machine which slows down slows all of them. Times are of the processor, user
and system, so other work on the machine disturbs them less than it would a clock.

- Diurna: the whole process `annotate --layer syntax --input text`, from start to CoNLL-U in a file; nothing is taken
  off. It finds names too, though it does not write them. A token is a line of a word.
- spaCy: a process a model, which loads it and reads one paragraph unmeasured; then `nlp.pipe(paragraphs,
  batch_size=64)` with every component the model has on. Loading and writing are left out. Tokens of white space alone
  are not counted.
- cold start: a whole process from launch to one sentence read, for both.
- peak memory: the most a process had resident. Diurna's is of one run on the text, which it takes as one document.
"""

import argparse
import contextlib
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

SENTENCE = "The minister told reporters in Oslo on Monday that the ferry would sail again."
BATCH = 64
ONE_THREAD = {
    variable: "1"
    for variable in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "RAYON_NUM_THREADS",
    )
}
GNU_TIME = pathlib.Path("/usr/bin/time")


def paragraphs_of(text):
    blocks = (" ".join(block.split()) for block in text.split("\n\n"))
    return [block for block in blocks if block]


def count_tokens(lines):
    """Words of CoNLL-U; a contraction's own line and empty nodes are none."""
    return sum(line.split("\t", 1)[0].isdigit() for line in lines)


def environment():
    return {**os.environ, **ONE_THREAD}


def run_child(command, output):
    """(seconds by the clock, seconds of the processor) of a process that is waited for."""

    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    start, start_used = time.perf_counter(), used()
    subprocess.run(command, stdout=output, check=True, env=environment())
    return time.perf_counter() - start, used() - start_used


def peak_memory(command):
    """MiB. Asks GNU time where there is one: by wait4 a child is never smaller than the process that started it."""
    if GNU_TIME.exists():
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "peak")
            wrapped = [GNU_TIME, "-f", "%M", "-o", file, *command]
            subprocess.run(wrapped, stdout=subprocess.DEVNULL, check=True, env=environment())
            return int(file.read_text()) / 1024
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss / 1024


class Diurna:
    name = "diurna"

    def __init__(self, binary, text_file, sentence_file):
        self.text_command, self.cold_command = (
            [binary, "annotate", "--layer", "syntax", "--input", "text", file] for file in (text_file, sentence_file)
        )

    def measure(self):
        """(tokens, seconds)."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            _, seconds = run_child(self.text_command, output)
            output.seek(0)
            return count_tokens(output), seconds

    def memory(self):
        return {"text": peak_memory(self.text_command), "one sentence": peak_memory(self.cold_command)}

    def notes(self):
        return []


class Spacy:
    """A process that has the model loaded and reads the text once whenever it is sent a line."""

    def __init__(self, model, text_file, sentence_file):
        command = [sys.executable, __file__, "--spacy-child", model]
        self.cold_command = [*command, sentence_file]
        self.process = subprocess.Popen(
            [*command, text_file, "--served"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
        )
        self.loaded = self.answer()
        self.name = f"spaCy {self.loaded['name']}"

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"spaCy ended with {self.process.wait()}")
        return json.loads(line)

    def measure(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self.answer()
        self.peak = answer["peak"]
        return answer["tokens"], answer["seconds"]

    def memory(self):
        return {"text": self.peak, "one sentence": peak_memory(self.cold_command)}

    def notes(self):
        loaded = self.loaded
        components = ", ".join(loaded["components"])
        load = f"{loaded['load_wall']:.2f} s by the clock, {loaded['load']:.2f} s of the processor"
        return [f"{self.name} (spaCy {loaded['version']}): {components}. Import and loading: {load}."]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def spacy_child(model, text_file, is_served):
    """Reads the text once, or once for each line of standard input, and answers in JSON."""
    start, start_wall = time.process_time(), time.perf_counter()
    import spacy

    language = spacy.load(model)
    loaded = {
        "name": f"{language.meta['lang']}_{language.meta['name']} {language.meta['version']}",
        "version": spacy.__version__,
        "components": language.pipe_names,
        "load": time.process_time() - start,
        "load_wall": time.perf_counter() - start_wall,
    }
    paragraphs = paragraphs_of(pathlib.Path(text_file).read_text(encoding="utf-8"))

    def read():
        tokens = 0
        for document in language.pipe(paragraphs, batch_size=BATCH):
            tokens += sum(not token.is_space for token in document)
        return tokens

    if not is_served:
        read()
        return
    language(max(paragraphs, key=len))
    print(json.dumps(loaded), flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        tokens = read()
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"tokens": tokens, "seconds": seconds, "peak": peak}), flush=True)


def measure_cold(systems, repeat):
    """For each system its starts as (seconds by the clock, seconds of the processor)."""
    starts = [[] for _ in systems]
    for _ in range(repeat):
        for system, found in zip(systems, starts):
            found.append(run_child(system.cold_command, subprocess.DEVNULL))
    return starts


def measure_rounds(systems, repeat):
    """For each system its rounds as (tokens, seconds)."""
    rounds = [[] for _ in systems]
    for _ in range(repeat):
        for system, found in zip(systems, rounds):
            found.append(system.measure())
    return rounds


def spread(values, digits):
    """`median (least-most)`."""
    cells = (statistics.median(values), min(values), max(values))
    return "{} ({}-{})".format(*(f"{value:,.{digits}f}" for value in cells))


def report(systems, rounds, colds):
    header = ("", "tokens", "tokens per CPU second", "diurna is faster by", "cold start, ms", "of CPU, ms", "peak, MiB")
    print("| " + " | ".join((*header, "peak, one sentence")) + " |")
    print("| --- |" + " ---: |" * len(header))
    speeds = [[tokens / seconds for tokens, seconds in found] for found in rounds]
    for system, found, speed, cold in zip(systems, rounds, speeds, colds):
        memory = system.memory()
        ratios = [ours / theirs for ours, theirs in zip(speeds[0], speed)]
        cells = (
            system.name,
            f"{found[0][0]:,}",
            spread(speed, 0),
            "" if system is systems[0] else spread(ratios, 2),
            spread([1000 * wall for wall, _ in cold], 0),
            spread([1000 * used for _, used in cold], 0),
            f"{memory['text']:,.0f}",
            f"{memory['one sentence']:,.0f}",
        )
        print("| " + " | ".join(cells) + " |")
    print(f"\nMedian (least-most) of {len(rounds[0])} rounds and {len(colds[0])} starts; ratios are within a round.")
    for system in systems:
        for note in system.notes():
            print(note)


def selftest():
    assert paragraphs_of("A b.\nC  d.\n\n\n\nE\n") == ["A b. C d.", "E"]
    lines = ["# newpar\n", "1-2\tcan't\t_\n", "1\tca\tcan\n", "2\tn't\tnot\n", "2.1\tgo\tgo\n", "\n"]
    assert count_tokens(lines) == 2
    assert spread([3, 1, 2000], 0) == "3 (1-2,000)" and spread([1.5], 2) == "1.50 (1.50-1.50)"
    spin = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.2: pass"]
    wall, used = run_child(spin, subprocess.DEVNULL)
    assert 0.2 <= used < 1 and wall >= 0.2, (wall, used)
    plain, heavy = (peak_memory([sys.executable, "-c", code]) for code in ("0", "bytearray(b'x') * 100_000_000"))
    assert 85 < heavy - plain < 105, (plain, heavy)
    print("selftest passed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?", type=pathlib.Path)
    parser.add_argument("--diurna", metavar="BINARY")
    parser.add_argument("--spacy", metavar="MODEL", nargs="+", default=[])
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds over the text")
    parser.add_argument("--cold", type=int, default=5, metavar="N", help="cold starts")
    parser.add_argument("--selftest", action="store_true")
    parser.add_argument("--spacy-child", metavar="MODEL", help=argparse.SUPPRESS)
    parser.add_argument("--served", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if arguments.text is None:
        parser.error("name the text")
    if arguments.spacy_child:
        return spacy_child(arguments.spacy_child, arguments.text, arguments.served)
    if arguments.diurna is None:
        parser.error("name the binary of diurna")
    if arguments.repeat < 1 or arguments.cold < 1:
        parser.error("there is at least one round and one start")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        sentence_file = pathlib.Path(folder, "sentence.txt")
        sentence_file.write_text(SENTENCE + "\n", encoding="utf-8")
        systems = [Diurna(arguments.diurna, arguments.text, sentence_file)]
        for model in arguments.spacy:
            systems.append(Spacy(model, arguments.text, sentence_file))
            stack.callback(systems[-1].close)
        colds = measure_cold(systems, arguments.cold)
        rounds = measure_rounds(systems, arguments.repeat)
        report(systems, rounds, colds)


if __name__ == "__main__":
    sys.exit(main())
