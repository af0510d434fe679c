"""How often a key and an address may ask: a bucket of tokens for each, refilled as time goes by."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

KEPT = 20_000
MINUTE = 60.0


@dataclass
class _Bucket:
    tokens: float
    at: float


class Buckets:
    """Buckets by name, each of `a_minute` tokens; the names not asked for longest are forgotten."""

    def __init__(self, a_minute: int, now: Callable[[], float] = monotonic) -> None:
        self.a_minute, self._now = a_minute, now
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def wait(self, name: str) -> int:
        """0 where a token was there and is taken now, else the whole seconds until there is one again."""
        with self._lock:
            now = self._now()
            bucket = self._buckets.pop(name, None) or _Bucket(self.a_minute, now)
            gained = (now - bucket.at) * self.a_minute / MINUTE
            bucket.tokens, bucket.at = min(self.a_minute, bucket.tokens + gained), now
            self._buckets[name] = bucket
            while len(self._buckets) > KEPT:
                del self._buckets[next(iter(self._buckets))]
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0
            return max(1, ceil((1 - bucket.tokens) * MINUTE / self.a_minute))


@dataclass(frozen=True)
class Limits:
    """What an address may ask, whoever does from there, and what a key or a person who has signed in may."""

    address: Buckets
    asker: Buckets

    @classmethod
    def a_minute(cls, address: int, asker: int, now: Callable[[], float] = monotonic) -> "Limits":
        return cls(Buckets(address, now), Buckets(asker, now))

    @classmethod
    def from_environment(cls) -> "Limits":
        """KPI_API_PER_MINUTE for a key (120), KPI_API_PER_MINUTE_ADDRESS for an address (600)."""
        return cls.a_minute(_number("KPI_API_PER_MINUTE_ADDRESS", 600), _number("KPI_API_PER_MINUTE", 120))


def _number(name: str, otherwise: int) -> int:
    told = os.environ.get(name, "").strip()
    return max(1, int(told)) if told.isdecimal() else otherwise
