#!/usr/bin/env python3
"""Runs programs over hosts that are network namespaces of this machine, with a switch of 1 Gbit/s between them, by Open MPI or MPICH. Needs Linux, root,
Python 3.9, and the programs ip, tc, ethtool, unshare and mpirun (Debian: iproute2, ethtool, util-linux, openmpi-bin or mpich).

    hosts.py run HOSTS COMMAND...     one process of COMMAND a host, such as rnnctl train --verbose --threads 1 ...
    hosts.py sums                     times sums of floats over the hosts; needs mpicc (libopenmpi-dev or libmpich-dev)

Each host sends at 1 Gbit/s (tc tbf), and so does the switch to each host. Packets wait for the next multiple of 0.1 ms at the host that they reach, as
behind a network card that gathers its interrupts; the module netem, which would delay each by the same time, is missing in many kernels.
"""
import argparse
import contextlib
import os
import pathlib
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

RATE = "1gbit"
DELAY_IN_NANOSECONDS = 100_000
# Several runs may go on at a time.
PREFIX = f"rnnctl-{os.getpid()}"
SWITCH = f"{PREFIX}-switch"

# What ssh would do for the launcher: `agent [OPTION...] HOST COMMAND...`. A host has a name of its own, since MPI takes processes of one name for neighbours.
AGENT = f"""#!/bin/sh
while [ "${{1#-}}" != "$1" ]; do shift; done
host=$1
shift
exec ip netns exec "{PREFIX}-host${{host##*.}}" unshare --uts sh -c "hostname $host; $*"
"""

# Prints a line for each size and way: the seconds of each repetition after the first. `parts` is the way of rnnctl train, whose sums have a fixed order: each
# process sums a part of the numbers, which all send to it, and sends the sums to all.
SUMS = r"""
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int rank, hosts;

static void sum_parts(float *numbers, float *received, int count) {
    int part = count / hosts;
    MPI_Alltoall(numbers, part, MPI_FLOAT, received, part, MPI_FLOAT, MPI_COMM_WORLD);
    float *own = numbers + rank * part;
    memcpy(own, received, part * sizeof(float));
    for (int host = 1; host < hosts; host++)
        for (int i = 0; i < part; i++) own[i] += received[host * part + i];
    MPI_Allgather(MPI_IN_PLACE, part, MPI_FLOAT, numbers, part, MPI_FLOAT, MPI_COMM_WORLD);
}

int main(int argc, char **argv) {
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &hosts);
    for (int size = 2; size < argc; size++) {
        int count = atoi(argv[size]) / sizeof(float);
        float *numbers = calloc(count, sizeof(float)), *received = calloc(count, sizeof(float));
        for (int parts = 0; parts < 2; parts++) {
            if (rank == 0) printf("%s %s", parts ? "parts" : "allreduce", argv[size]);
            for (int repetition = 0; repetition <= atoi(argv[1]); repetition++) {
                double start = MPI_Wtime();
                if (parts) sum_parts(numbers, received, count);
                else MPI_Allreduce(MPI_IN_PLACE, numbers, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
                if (rank == 0 && repetition > 0) printf(" %.6f", MPI_Wtime() - start);
            }
            if (rank == 0) printf("\n");
        }
        free(numbers);
        free(received);
    }
    MPI_Finalize();
    return 0;
}
"""


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mpi", choices=["openmpi", "mpich"], default="openmpi", help="the launcher (default %(default)s)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="run|sums")
    run = verbs.add_parser("run")
    run.add_argument("hosts", type=int)
    run.add_argument("command", nargs=argparse.REMAINDER)
    sums = verbs.add_parser("sums")
    sums.add_argument("--hosts", type=int, nargs="+", default=[2, 4])
    sums.add_argument("--megabytes", type=float, nargs="+", default=[0.00008, 1, 5, 20, 80])
    sums.add_argument("--repetitions", type=int, default=5)
    sums.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def do(*words):
    subprocess.run(words, check=True)


def within(namespace, *words):
    return ["ip", "netns", "exec", namespace, *words]


@contextlib.contextmanager
def network(hosts):
    """Makes the namespaces of the hosts, with the addresses 10.77.0.1 and so on, and a switch between them; removes them at the end."""
    namespaces = [SWITCH, *(f"{PREFIX}-host{host}" for host in range(1, hosts + 1))]
    made = []
    try:
        for namespace in namespaces:
            do("ip", "netns", "add", namespace)
            made.append(namespace)
        do("ip", "-n", SWITCH, "link", "add", "bridge", "type", "bridge")
        do("ip", "-n", SWITCH, "link", "set", "bridge", "up")
        for host, namespace in enumerate(namespaces[1:], start=1):
            connect(namespace, f"port{host}", f"10.77.0.{host}/24")
        yield
    finally:
        for namespace in made:
            end_all(namespace)
            do("ip", "netns", "del", namespace)


def end_all(namespace):
    """Ends what still runs on a host after the launcher: after an interrupt the launcher itself too."""
    left = subprocess.run(["ip", "netns", "pids", namespace], capture_output=True, text=True, check=True).stdout.split()
    for process in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(process), signal.SIGKILL)


def connect(namespace, port, address):
    """Connects a host with the switch by a pair of virtual cards, eth0 and the switch's port."""
    do("ip", "link", "add", "eth0", "netns", namespace, "type", "veth", "peer", "name", port, "netns", SWITCH)
    do("ip", "-n", namespace, "addr", "add", address, "dev", "eth0")
    do("ip", "-n", namespace, "link", "set", "lo", "up")
    do("ip", "-n", namespace, "link", "set", "eth0", "up")
    do("ip", "-n", SWITCH, "link", "set", port, "master", "bridge", "up")
    for where, card in ((namespace, "eth0"), (SWITCH, port)):
        do("tc", "-n", where, "qdisc", "replace", "dev", card, "root", "tbf", "rate", RATE, "burst", "70000", "latency", "20ms")
    # The card polls for packets that the sender has cut to the size of a frame, and only at a timer's ticks.
    do(*within(SWITCH, "ethtool", "-K", port, "tso", "off"))
    do(*within(namespace, "ethtool", "-K", "eth0", "gro", "on"))
    card = "/sys/class/net/eth0"
    do(*within(namespace, "sh", "-c", f"echo 1000000000 > {card}/napi_defer_hard_irqs; echo {DELAY_IN_NANOSECONDS} > {card}/gro_flush_timeout"))


def program(name, mpi):
    return shutil.which(f"{name}.{mpi}") or name


def launcher(mpi, hosts, agent):
    """The words before a command that run it on each host; they have to run on the first one."""
    names = ",".join(f"10.77.0.{host}" for host in range(1, hosts + 1))
    mpirun = program("mpirun", mpi)
    if mpi == "openmpi":
        # Processes of several hosts share this machine's cores: a process that waits lets the others go on.
        options = [
            "--allow-run-as-root", "--host", names, "-np", f"{hosts}", "--bind-to", "none", "--mca", "plm_rsh_agent", agent, "--mca", "pml", "ob1",
            "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", "eth0", "--mca", "oob_tcp_if_include", "eth0", "--mca", "mpi_yield_when_idle", "1",
        ]
    else:
        options = [
            "-launcher", "ssh", "-launcher-exec", agent, "-hosts", names, "-n", f"{hosts}", "-env", "UCX_TLS", "tcp,self", "-env", "UCX_NET_DEVICES", "eth0",
        ]
    return [mpirun, *options]


def run(options, hosts, command, folder, **how):
    agent = str(pathlib.Path(folder, "agent"))
    pathlib.Path(agent).write_text(AGENT, encoding="utf-8")
    os.chmod(agent, 0o755)
    with network(hosts):
        words = shlex.join([*launcher(options.mpi, hosts, agent), *command])
        return subprocess.run([agent, "10.77.0.1", words], check=False, **how)


def time_sums(options, folder):
    """Prints a row for each way, number of hosts and size: the median of all repetitions, the least and the most, in milliseconds."""
    source, binary = pathlib.Path(folder, "sums.c"), str(pathlib.Path(folder, "sums"))
    source.write_text(SUMS, encoding="utf-8")
    do(program("mpicc", options.mpi), "-O3", str(source), "-o", binary)
    sizes = [f"{round(megabytes * 1e6)}" for megabytes in options.megabytes]
    seconds = {}
    for _ in range(options.rounds):
        for hosts in options.hosts:
            ended = run(options, hosts, [binary, f"{options.repetitions}", *sizes], folder, stdout=subprocess.PIPE, text=True)
            if ended.returncode != 0:
                sys.exit(ended.returncode)
            for line in ended.stdout.splitlines():
                way, size, *times = line.split()
                seconds.setdefault((way, hosts, int(size)), []).extend(map(float, times))
    print("way", "hosts", "bytes", "median_ms", "least_ms", "most_ms", sep="\t")
    for key, times in sorted(seconds.items()):
        print(*key, *(f"{1000 * value:.2f}" for value in (statistics.median(times), min(times), max(times))), sep="\t")


def main():
    options = parse()
    with tempfile.TemporaryDirectory(prefix="rnnctl-") as folder:
        if options.verb == "run":
            return run(options, options.hosts, options.command, folder).returncode
        time_sums(options, folder)
    return 0


# A run that is ended takes its namespaces with it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    sys.exit(main())
except subprocess.CalledProcessError as failure:
    sys.exit(f"error: {failure}")
except KeyboardInterrupt:
    sys.exit(130)
