"""Lets every reader written in Python, and Graphviz, read what was exported.

Usage: read_back.py CASES

CASES is a list in JSON of {"case", "format", "variant", "view", "source", "graph": path, "files": {table: path}}. For each
case and each reader of its format a line of JSON is printed:

    {"case", "reader", "nodes", "edges", "facts": {event or edge id: [quote, document]}}    what it found, or
    {"case", "reader", "agreed": true}                                  it has compared the file with the graph itself

or, in place of the rest, {"missing": what} when it is not installed, or {"error": text}. What should be found is known to
the tests in Rust for the first kind, and to records.py for the second.
"""

import json
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pictures  # noqa: F401, registers its readers
import records  # noqa: F401
from registry import READERS, Case, Missing, load


def read(case, reader):
    """The answer of one reader about one case."""
    format, name, modules, _, function = reader
    answer = {"case": case.name, "reader": name}
    try:
        found = function(case, *[load(module) for module in modules])
        if found is None:
            answer["agreed"] = True
        else:
            answer["nodes"], answer["edges"], answer["facts"] = found
    except Missing as missing:
        answer["missing"] = str(missing)
    except Exception:
        answer["error"] = traceback.format_exc()
    return json.dumps(answer)


def run(reader):
    """The answers of one reader, from a process of its own."""
    call = subprocess.run([sys.executable, "-B", __file__, sys.argv[1], str(reader)], capture_output=True)
    answers = call.stdout.decode()
    if call.returncode != 0:
        error = f"ended with {call.returncode}\n{call.stderr.decode(errors='replace')}"
        answers += json.dumps({"case": READERS[reader][0], "reader": READERS[reader][1], "error": error}) + "\n"
    return answers


def main():
    all_cases = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if len(sys.argv) == 2:
        # A process each, for some cannot live beside others, and one that crashes should not take the rest along.
        with ThreadPoolExecutor(2) as pool:
            for answers in pool.map(run, range(len(READERS))):
                print(answers, end="")
        return
    reader = READERS[int(sys.argv[2])]
    for case in all_cases:
        if case["format"] == reader[0] and reader[3] in (None, case["variant"]):
            print(read(Case(case, all_cases), reader), flush=True)


if __name__ == "__main__":
    main()
