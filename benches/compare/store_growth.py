"""Does adding one page take longer the more there are? Draws benches/store_growth.svg.

usage: store_growth.py DIURNA GENERATE_PAGES FOLDER [LARGEST]

Makes stores of 10, 100, ... pages under FOLDER (LARGEST: 100000). Adds one page to each eleven times and takes the
median of the times that the whole command takes; then of opening the store and of looking one actor up when who is who is
known. Also tells the time of the first question after a page came, which reads everything, the memory that adding and
looking up took, and the bytes of the store for each document.
"""

import math
import os
import statistics
import subprocess
import sys
import time

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def run(*command):
    """Milliseconds and megabytes that `command` takes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, **QUIET)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = 1000 * (time.perf_counter() - start)
    if status:
        sys.exit(f"{' '.join(command)}: failed")
    return elapsed, usage.ru_maxrss / 1024


def median(runs):
    return [statistics.median(column) for column in zip(*runs)]


def write(path, text):
    with open(path, "w") as file:
        file.write(text)
    return path


def measure(diurna, generate, folder, count):
    pages, store = f"{folder}/pages{count}", f"{folder}/{count}.store"
    if not os.path.exists(store):
        subprocess.run([generate, pages, str(count)], check=True, **QUIET)
        subprocess.run([diurna, "add", store, pages], check=True, **QUIET)
    size = os.path.getsize(store) / count
    add = []
    for number in range(11):
        text = f"Peru and Chile hold talks\n\nApril {number + 1}, 2023\n\nAda Holm met Ivo Brandt in Lima on Monday.\n"
        page = write(f"{folder}/new{number}.txt", text)
        add.append(run(diurna, "add", store, page))
        run(diurna, "rm", store, page)
    page = write(f"{folder}/lookup.txt", "Zoe Quill visited Oslo on Monday.\n")
    run(diurna, "add", store, page)
    first, _ = run(diurna, "show", store, "Zoe Quill")
    opened = [run(diurna, "sql", store, "SELECT 1") for _ in range(11)]
    asked = [run(diurna, "show", store, "Zoe Quill") for _ in range(11)]
    run(diurna, "rm", store, page)
    return {"count": count, "add": median(add), "open": median(opened), "show": median(asked), "first": first, "size": size}


def draw(rows, path):
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 400" font-family="sans-serif" font-size="12">',
             '<rect width="100%" height="100%" fill="white"/>']
    low, high = 0, 4
    last = math.log10(rows[-1]["count"])
    across = lambda count: 70 + 430 * (math.log10(count) - 1) / max(1, last - 1)
    up = lambda value: 350 - 320 * (math.log10(value) - low) / (high - low)
    for power in range(low, high + 1):
        y = up(10**power)
        lines.append(f'<path d="M70 {y:.1f}h430" stroke="#ddd"/><text x="62" y="{y + 4:.1f}" text-anchor="end">{10**power:,} ms</text>')
    for row in rows:
        lines.append(f'<text x="{across(row["count"]):.1f}" y="370" text-anchor="middle">{row["count"]:,}</text>')
    lines.append('<text x="285" y="390" text-anchor="middle">documents in the store</text>')
    ends = []
    for key, name, colour in [("add", "add one page", "#c00"), ("open", "open", "#06c"), ("show", "show one actor", "#0a0")]:
        points = " ".join(f'{across(row["count"]):.1f},{up(row[key][0]):.1f}' for row in rows)
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        ends.append([up(rows[-1][key][0]) + 4, f'{name}: {rows[-1][key][0]:.0f} ms', colour])
    # One label below the other, though lines may end together.
    ends.sort()
    for before, end in zip(ends, ends[1:]):
        end[0] = max(end[0], before[0] + 15)
    lines += [f'<text x="508" y="{y:.1f}" fill="{colour}">{text}</text>' for y, text, colour in ends]
    lines.append("</svg>\n")
    write(path, "\n".join(lines))


def main():
    diurna, generate, folder = sys.argv[1:4]
    largest = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
    rows, count = [], 10
    while True:
        row = measure(diurna, generate, folder, count)
        rows.append(row)
        print("%d documents of %.0f bytes: add %.0f ms (%.0f MB), open %.0f ms, show %.0f ms (%.0f MB), first show %.0f ms" % (
            count, row["size"], *row["add"], row["open"][0], *row["show"], row["first"]), flush=True)
        if count == largest:
            break
        count = min(10 * count, largest)
    draw(rows, os.path.join(os.path.dirname(__file__), "..", "store_growth.svg"))


main()
