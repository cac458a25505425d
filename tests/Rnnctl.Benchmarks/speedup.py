#!/usr/bin/env python3
"""Expects the speed-up of training over hosts from measured times, and prints it as tables in markdown. Needs Python 3.9 and nothing else.

    speedup.py EXCHANGE WORKLOADS [--faster X] [--plot FILE]

EXCHANGE is what `hosts.py sums` prints, of which the way `parts` counts. WORKLOADS has a header and a line for each: its name, the bytes of its gradient, the
milliseconds that one host computes for an update, then those that 2 and 4 hosts exchange in one, as `rnnctl train --verbose` tells them; all separated by tabs.

The model, of N hosts and a gradient of B bytes: the sum over all hosts takes

    A(N, B) = 2 (N - 1) / N B / w + a log2 N        each host sends and receives 2 (N - 1) / N B, the least that is possible, in log2 N rounds or more

with the rate w and the delay a that have the least squares of relative errors over the measured times. One host computes C for an update, so that

    S(N) = C / (C / N + A(N, B))                    for the same batch, cut into N
    S(N) = N C / (C + A(N, B))                      for a batch that grows with N
"""
import argparse
import csv
import dataclasses
import math

HOSTS = [2, 4, 8, 16, 32, 64]


@dataclasses.dataclass(frozen=True)
class Exchange:
    """Seconds a byte, and seconds a round."""
    a_byte: float
    a_round: float

    def seconds(self, hosts, size):
        return traffic(hosts, size) * self.a_byte + math.log2(hosts) * self.a_round

    def faster(self, factor):
        return Exchange(self.a_byte / factor, self.a_round)


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    size: int
    computation: float
    measured: dict

    def same_batch(self, hosts, exchange):
        return self.computation / (self.computation / hosts + exchange)

    def growing_batch(self, hosts, exchange):
        return hosts * self.computation / (self.computation + exchange)


def traffic(hosts, size):
    """Bytes that each host sends."""
    return 2 * (hosts - 1) / hosts * size


def read(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def read_workloads(path):
    for row in read(path):
        measured = {hosts: float(row[f"exchange_ms_{hosts}"]) / 1000 for hosts in HOSTS if row.get(f"exchange_ms_{hosts}")}
        yield Workload(row["workload"], int(row["bytes"]), float(row["computation_ms"]) / 1000, measured)


def fit(points):
    """Least squares of 1 = (x a_byte + y a_round) / t over the points (x, y, t)."""
    scaled = [(x / t, y / t) for x, y, t in points]
    xx, xy, yy = sum(x * x for x, _ in scaled), sum(x * y for x, y in scaled), sum(y * y for _, y in scaled)
    x1, y1 = sum(x for x, _ in scaled), sum(y for _, y in scaled)
    determinant = xx * yy - xy * xy
    return Exchange((x1 * yy - y1 * xy) / determinant, (y1 * xx - x1 * xy) / determinant)


def write_exchange(rows, exchange):
    print_row(["hosts", "MB", "median, ms", "range, ms", "model, ms"])
    print_row(["---"] * 5)
    for row in rows:
        hosts, size = int(row["hosts"]), int(row["bytes"])
        expected = 1000 * exchange.seconds(hosts, size)
        print_row([hosts, f"{size / 1e6:g}", figure(row["median_ms"]), f"{figure(row['least_ms'])} to {figure(row['most_ms'])}", figure(expected)])
    print(f"\nw = {1 / exchange.a_byte / 1e6:.0f} MB/s, a = {1000 * exchange.a_round:.2f} ms\n")


def write_speedup(title, workloads, exchange, speedup, measured=True):
    print(f"{title}:\n")
    print_row(["workload", *(f"{hosts} hosts" for hosts in HOSTS)])
    print_row(["---"] * (1 + len(HOSTS)))
    for workload in workloads:
        expected = [speedup(workload, hosts, exchange.seconds(hosts, workload.size)) for hosts in HOSTS]
        print_row([f"{workload.name}, model", *(f"{value:.2f}" for value in expected)])
        if measured:
            points = [f"{speedup(workload, hosts, workload.measured[hosts]):.2f}" if hosts in workload.measured else "" for hosts in HOSTS]
            print_row([f"{workload.name}, measured exchange", *points])
    print()


def write_plot(path, workloads, exchange):
    """The speed-up of each host, with a batch that grows with the hosts: for each workload a column of the model and one of the measured points."""
    with open(path, "w", encoding="utf-8") as file:
        print("log2 of hosts", *(f"{workload.name}, {kind}" for workload in workloads for kind in ("model", "measured exchange")), sep="\t", file=file)
        for hosts in HOSTS:
            cells = [f"{math.log2(hosts):g}"]
            for workload in workloads:
                cells.append(f"{workload.growing_batch(hosts, exchange.seconds(hosts, workload.size)) / hosts:.3f}")
                cells.append(f"{workload.growing_batch(hosts, workload.measured[hosts]) / hosts:.3f}" if hosts in workload.measured else "")
            print(*cells, sep="\t", file=file)


def figure(number):
    return f"{float(number):,.0f}" if float(number) >= 100 else f"{float(number):.2g}"


def print_row(cells):
    print("| " + " | ".join(map(str, cells)) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exchange")
    parser.add_argument("workloads")
    parser.add_argument("--faster", type=float, metavar="X", help="also expect the speed-up over a network with X times the rate")
    parser.add_argument("--plot", metavar="FILE", help="write a table for rnnctl plot: speed-up / hosts, with a batch that grows")
    options = parser.parse_args()
    rows, workloads = [row for row in read(options.exchange) if row["way"] == "parts"], list(read_workloads(options.workloads))
    exchange = fit([(traffic(int(row["hosts"]), int(row["bytes"])), math.log2(int(row["hosts"])), float(row["median_ms"]) / 1000) for row in rows])
    write_exchange(rows, exchange)
    write_speedup("The same batch", workloads, exchange, Workload.same_batch)
    write_speedup("A batch that grows with the hosts", workloads, exchange, Workload.growing_batch)
    if options.faster:
        faster = exchange.faster(options.faster)
        write_speedup(f"The same batch, {options.faster:g} times the rate", workloads, faster, Workload.same_batch, measured=False)
    if options.plot:
        write_plot(options.plot, workloads, exchange)


main()
