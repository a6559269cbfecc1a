"""Does adding one page take longer the more there are? Draws benches/store_growth.svg.

usage: store_growth.py DIURNA GENERATE_PAGES FOLDER [LARGEST]

Makes stores of 10, 100, ... pages under FOLDER (LARGEST: 100000), adds one page to each eleven times, and takes the
median of the times that the whole command takes, of looking one actor up, and of opening the store.
"""

import math
import os
import statistics
import subprocess
import sys
import time


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(diurna, generate, folder, count):
    pages, store = f"{folder}/pages{count}", f"{folder}/{count}.store"
    if not os.path.exists(store):
        subprocess.run([generate, pages, str(count)], check=True)
        subprocess.run([diurna, "add", store, pages], check=True, stderr=subprocess.DEVNULL)
    add, opened, asked = [], [], []
    for number in range(11):
        page = f"{folder}/new{number}.txt"
        with open(page, "w") as file:
            file.write(f"Peru and Chile hold talks\n\nApril {number + 1}, 2023\n\nAda Holm met Ivo Brandt in Lima on Monday.\n")
        add.append(seconds([diurna, "add", store, page]))
        subprocess.run([diurna, "rm", store, page], check=True, stderr=subprocess.DEVNULL)
        opened.append(seconds([diurna, "sql", store, "SELECT 1"]))
    empty = f"{folder}/lookup.txt"
    with open(empty, "w") as file:
        file.write("Zoe Quill visited Oslo on Monday.\n")
    subprocess.run([diurna, "add", store, empty], check=True, stderr=subprocess.DEVNULL)
    asked = [seconds([diurna, "show", store, "Zoe Quill"]) for _ in range(5)]
    subprocess.run([diurna, "rm", store, empty], check=True, stderr=subprocess.DEVNULL)
    return [1000 * statistics.median(times) for times in (add, opened, asked)]


def draw(rows, path):
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 400" font-family="sans-serif" font-size="12">',
             '<rect width="100%" height="100%" fill="white"/>']
    low, high = 0, 4
    last = math.log10(rows[-1][0])
    across = lambda count: 70 + 430 * (math.log10(count) - 1) / max(1, last - 1)
    up = lambda value: 350 - 320 * (math.log10(value) - low) / (high - low)
    for power in range(low, high + 1):
        y = up(10**power)
        lines.append(f'<path d="M70 {y:.1f}h430" stroke="#ddd"/><text x="62" y="{y + 4:.1f}" text-anchor="end">{10**power:,} ms</text>')
    for count, *_ in rows:
        lines.append(f'<text x="{across(count):.1f}" y="370" text-anchor="middle">{count:,}</text>')
    lines.append('<text x="285" y="390" text-anchor="middle">documents in the store</text>')
    for at, (name, colour) in enumerate([("add one page", "#c00"), ("open", "#06c"), ("show one actor", "#0a0")], 1):
        points = " ".join(f"{across(row[0]):.1f},{up(row[at]):.1f}" for row in rows)
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        lines.append(f'<text x="508" y="{up(rows[-1][at]) + 4:.1f}" fill="{colour}">{name}: {rows[-1][at]:.0f} ms</text>')
    lines.append("</svg>\n")
    with open(path, "w") as file:
        file.write("\n".join(lines))


def main():
    diurna, generate, folder = sys.argv[1:4]
    largest = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
    rows, count = [], 10
    while count <= largest:
        rows.append((count, *measure(diurna, generate, folder, count)))
        print("%d documents: add %.0f ms, open %.1f ms, show %.0f ms" % rows[-1], flush=True)
        count *= 10
    draw(rows, os.path.join(os.path.dirname(__file__), "..", "store_growth.svg"))


main()
