"""CPU seconds, wall seconds and peak memory of this process, phase by phase."""

import resource
import time


class Phases:
    def __init__(self):
        self.done = {}
        self.start = self.now()

    @staticmethod
    def now():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime, time.monotonic()

    def end(self, name):
        """What went since the last phase's end is `name`'s."""
        cpu, wall = self.now()
        self.done[name] = {
            "cpu_seconds": cpu - self.start[0],
            "wall_seconds": wall - self.start[1],
            "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
        self.start = self.now()
