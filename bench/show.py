# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""Turns the JSON of a run into tables and, with plots.gp, into pictures."""

import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

SHOWN = {  # in the pictures, from the fastest on
    "ifma": "sshmint (IFMA)",
    "avx2": "sshmint (AVX2)",
    "portable": "sshmint (portable)",
    "boringssl": "BoringSSL",
    "gnutls": "GnuTLS",
    "openssl": "OpenSSL",
    "botan": "Botan",
    "gcrypt": "libgcrypt",
    "libssh": "libssh",
    "mbedtls": "Mbed TLS",
}


def _table(header, rows):
    """Markdown, in columns."""
    lines = [header, *rows]
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(header))]

    def text(line):
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
    return "\n".join([text(header), text(rule), *map(text, rows)])


def _number(value):
    return f"{value:.2f}" if value < 1000 else f"{value:.0f}"


def _interval(figure):
    return f"{_number(figure['low'])} .. {_number(figure['high'])}"


def _typical(entry):
    return entry.get("equal_luck", entry["mean"])


def _samples(results):
    rows = []
    for name, entry in results["samples"].items():
        scale = 1e6 if name.startswith("read.") else 1e3
        values = [entry["mean"]["value"], *entry["quantiles"].values()]
        cells = [_number(scale * value) for value in values]
        if "luck" in entry:
            cells.append(_number(scale * entry["equal_luck"]["value"]))
            cells.append(f"{entry['luck']:+.1f}")
        else:
            cells += ["", ""]
        unit = "us" if scale == 1e6 else "ms"
        rows.append([name, str(entry["n"]), unit, *cells])
    header = ["work", "n", "unit", "mean", "p50", "p90", "p99", "equal luck", "luck"]
    return _table(header, rows)


def _figures(results):
    rows = []
    for name, figure in results["figures"].items():
        raw = results["ratios"].get(name)
        cells = [_number(figure["value"]), _interval(figure)]
        cells += [_number(raw[by]["value"]) if raw else "" for by in ("mean", "median")]
        rows.append([name, *cells])
    return _table(["figure", "value", "95 %", "of means", "of medians"], rows)


def _suites(results):
    rows = []
    for entries in results["suites"].values():
        for entry in entries:
            if entry.get("error_occurred"):
                continue
            time = f"{entry['real_time']:.4g} {entry['time_unit']}"
            items = entry.get("items_per_second")
            data = entry.get("bytes_per_second")
            squaring = entry.get("squaring")
            rows.append(
                [
                    entry["name"],
                    time,
                    f"{items:.4g}" if items else "",
                    f"{data / 1e6:.4g}" if data else "",
                    f"{squaring * 1e9:.4g}" if squaring else "",
                ]
            )
    header = ["benchmark", "time", "items/s", "MB/s", "ns a squaring and lane"]
    return _table(header, rows)


def table(results):
    machine = results["machine"]
    parts = [
        f"{machine['cpu']}, {machine['cpus']} CPUs, {machine['system']}, "
        f"BoringSSL: {machine['boringssl']}, {machine['date']}",
        _samples(results),
        _figures(results),
    ]
    if results["suites"]:
        parts.append(_suites(results))
    return "\n\n".join(parts)


# ---- pictures


def _write(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write("\t".join(map(str, row)) + "\n")


def _keys(results):
    """A row a size, a column a contestant, in milliseconds."""
    samples = results["samples"]
    sizes = sorted({int(n.split(".")[1]) for n in samples if n.startswith("keygen.")})
    who = [w for w in SHOWN if all(f"keygen.{s}.{w}" in samples for s in sizes)]
    rows = [["bits"] + [SHOWN[w] for w in who]]
    for size in sizes:
        entries = [samples[f"keygen.{size}.{w}"] for w in who]
        rows.append([size] + [1e3 * _typical(entry)["value"] for entry in entries])
    return rows


def _candidates(results):
    """A row a size, a column a screen, in microseconds a candidate."""
    rates = {
        entry["name"]: entry["items_per_second"]
        for entry in results["suites"].get("prime_bench", [])
        if "items_per_second" in entry
    }
    columns = {
        "Screen/ifma": SHOWN["ifma"],
        "Screen/avx2": SHOWN["avx2"],
        "Screen/portable": SHOWN["portable"],
        "ModExp": "BN_mod_exp_mont_consttime",
    }
    sizes = (1024, 1536, 2048)
    who = [w for w in columns if all(f"{w}/{s}" in rates for s in sizes)]
    rows = [["bits"] + [columns[w] for w in who]]
    return rows + [[s] + [1e6 / rates[f"{w}/{s}"] for w in who] for s in sizes]


def _latency(results, size=2048):
    """A block a contestant: time in milliseconds, share of the keys."""
    rows = []
    for who in ("ifma", "avx2", "portable", "boringssl"):
        entry = results["samples"].get(f"keygen.{size}.{who}")
        if entry:
            times = sorted(entry["times"])
            rows += [[], []] if rows else []
            rows.append([SHOWN[who]])
            rows += [[1e3 * t, 100 * (i + 1) / len(times)] for i, t in enumerate(times)]
    return rows


def draw(results, folder):
    """Writes the pictures, and the tables as the folder's README.md."""
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        _write(os.path.join(data, "keys"), _keys(results))
        _write(os.path.join(data, "candidates"), _candidates(results))
        _write(os.path.join(data, "latency"), _latency(results))
        subprocess.run(
            ["gnuplot", "-e", f"data='{data}'; out='{folder}'"]
            + [os.path.join(HERE, "plots.gp")],
            check=True,
        )
    names = sorted(name for name in os.listdir(folder) if name.endswith(".svg"))
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write("<!-- Written by ./x bench --pictures: do not edit. -->\n\n")
        for name in names:
            file.write(f"![{name[:-4]}]({name})\n")
        file.write("\n" + table(results) + "\n")
