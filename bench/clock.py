"""Runs commands and says what they took."""
import os
import shutil
import statistics
import subprocess
import tempfile
import time


class Took:
    """One run: seconds by the clock and of the processor, resident memory in MB."""

    def __init__(self, seconds, processor, memory):
        self.seconds, self.processor, self.memory = seconds, processor, memory


def once(command, language="C.UTF-8"):
    """Runs COMMAND, whose output goes nowhere. A peer may find nothing (1); what else is not 0 ends the bench."""
    environment = dict(os.environ, LC_ALL=language)
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"bench: {' '.join(command)} ended with {child.returncode}")
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(commands, rounds):
    """Runs of every command of a dict, name to command: in each round all of them, one after the other."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(once(*command))
    return runs


def ratios(runs, name, peer, what="seconds"):
    """Least and median, over the rounds, of what NAME took to what PEER took in the same round."""
    each = [getattr(a, what) / max(getattr(b, what), 1e-6) for a, b in zip(runs[name], runs[peer])]
    return min(each), statistics.median(each)


class Instructions:
    """Counts instructions in user space: by perf where the machine lets it, else by callgrind."""

    def __init__(self):
        self.by = next((by for by in ("perf", "callgrind") if shutil.which({"callgrind": "valgrind"}.get(by, by)) and
                        self.count(["true"], by)), None)

    def count(self, command, by=None):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log")
            front = {"perf": ["perf", "stat", "-x,", "-e", "instructions:u", "-o", log, "--"],
                     "callgrind": ["valgrind", "--tool=callgrind", f"--log-file={log}", f"--callgrind-out-file={folder}/out"]}[by or self.by]
            subprocess.run(front + command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                           env=dict(os.environ, LC_ALL="C.UTF-8"))
            with open(log, encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    if "instructions" in line and line[0].isdigit():
                        return int(line.split(",")[0])
                    if "Collected :" in line:
                        return int(line.split(":")[1].split()[0])
        return 0
