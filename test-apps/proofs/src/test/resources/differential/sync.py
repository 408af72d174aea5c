# SPDX-License-Identifier: Apache-2.0
"""Semaphores, conditions, queues and barriers: those of asyncio, or as Weft has them where a rule says so."""
import asyncio
import collections
import heapq

from calls import Refused
from virtual import Insistent, on


class ShutDown(Exception):
    pass


class Broken(Exception):
    pass


class Semaphore(asyncio.Semaphore):
    """A permit that nobody was promised is free, also while somebody has yet to go on with another one."""

    def locked(self):
        return self._value == 0 or any(not waiter.done() for waiter in self._waiters or ())


def semaphore(permits):
    return (Semaphore if on("A_FREE_PERMIT_IS_HAD_AT_ONCE") else asyncio.Semaphore)(permits)


class Signalled(Insistent):
    """A wait for a signal, and then for the lock."""

    def __init__(self, condition):
        super().__init__(loop=asyncio.get_running_loop())
        self.condition = condition
        self.holds = False
        self.asked = False

    def set_result(self, result):
        """Has the lock."""
        self.holds = True
        if self.asked:
            self.set_exception(asyncio.CancelledError())
        else:
            super().set_result(result)

    def withdrawn(self):
        condition, lock = self.condition, self.condition.lock
        if self.asked:
            return False
        if self not in condition.line:
            self.asked = True
            condition.signal(1)
            return False
        condition.line.remove(self)
        if not lock._locked and not lock._waiters:
            lock._locked = True
            self.holds = True
            return True
        self.asked = True
        condition.to_lock(self)
        return False


class Condition:
    """Who is signalled waits for the lock from then on, and not from when it goes on."""

    def __init__(self, lock):
        self.lock = lock
        self.line = collections.deque()

    async def wait(self):
        signalled = Signalled(self)
        self.line.append(signalled)
        self.lock.release()
        try:
            await signalled
        finally:
            if signalled in (self.lock._waiters or ()):
                self.lock._waiters.remove(signalled)
            if signalled in self.line:
                self.line.remove(signalled)
            if signalled.holds:
                self.lock._locked = True
            else:
                await self.lock.acquire()

    def to_lock(self, signalled):
        if self.lock._waiters is None:
            self.lock._waiters = collections.deque()
        self.lock._waiters.append(signalled)

    def signal(self, most):
        for _ in range(min(most, len(self.line))):
            self.to_lock(self.line.popleft())

    notify = signal


def condition(lock):
    return Condition(lock) if on("WHO_IS_SIGNALLED_STANDS_IN_THE_LINE_OF_THE_LOCK") else asyncio.Condition(lock)


class Queue:
    """An element that is put goes to who has waited longest, and room that comes about to who waits to put."""

    def __init__(self, kind, size):
        self.kind = kind
        self.size = size
        self.elements = []
        self.getters = collections.deque()
        self.putters = collections.deque()
        self.joiners = collections.deque()
        self.unfinished = 0
        self.is_shut = False
        self.is_drained = False

    def add(self, element):
        if self.kind == "priority":
            heapq.heappush(self.elements, element)
        else:
            self.elements.append(element)

    def remove(self):
        if self.kind == "priority":
            return heapq.heappop(self.elements)
        return self.elements.pop(-1 if self.kind == "lifo" else 0)

    async def wait(self, line, *more):
        waits = asyncio.get_running_loop().create_future()
        entry = (waits, *more)
        line.append(entry)
        try:
            return await waits
        except asyncio.CancelledError:
            if entry in line:
                line.remove(entry)
            raise

    async def put(self, element):
        try:
            self.put_nowait(element)
        except asyncio.QueueFull:
            await self.wait(self.putters, element)

    def put_nowait(self, element):
        if self.is_shut:
            raise ShutDown()
        if self.getters:
            self.getters.popleft()[0].set_result(element)
        elif len(self.elements) < self.size:
            self.add(element)
        else:
            raise asyncio.QueueFull()
        self.unfinished += 1

    def from_putter(self):
        waits, element = self.putters.popleft()
        self.unfinished += 1
        waits.set_result(None)
        return element

    async def get(self):
        try:
            return self.get_nowait()
        except asyncio.QueueEmpty:
            return await self.wait(self.getters)

    def get_nowait(self):
        if self.elements:
            element = self.remove()
            if self.putters:
                self.add(self.from_putter())
            return element
        if self.putters:
            return self.from_putter()
        raise ShutDown() if self.is_shut else asyncio.QueueEmpty()

    def put_back(self, element):
        if self.is_drained:
            self.gave_up(1)
        elif self.getters:
            self.getters.popleft()[0].set_result(element)
        elif self.kind == "fifo":
            self.elements.insert(0, element)
        else:
            self.add(element)

    def task_done(self):
        if self.unfinished == 0:
            raise ValueError()
        self.gave_up(1)

    def gave_up(self, elements):
        self.unfinished -= min(elements, self.unfinished)
        if self.unfinished == 0:
            while self.joiners:
                self.joiners.popleft()[0].set_result(None)

    async def join(self):
        if self.unfinished > 0:
            await self.wait(self.joiners)

    def shutdown(self, immediate):
        if not self.is_shut:
            self.is_shut = True
            for line in (self.getters, self.putters):
                while line:
                    line.popleft()[0].set_exception(ShutDown())
        if immediate:
            self.is_drained = True
            left, self.elements = len(self.elements), []
            self.gave_up(left)


KINDS = {"fifo": asyncio.Queue, "lifo": asyncio.LifoQueue, "priority": asyncio.PriorityQueue}


def queue(kind, size):
    return Queue(kind, size) if on("A_QUEUE_HANDS_OVER") else KINDS[kind](size)


class Barrier:
    """When the last has arrived all go on, numbered in order, and the next may arrive at once."""

    def __init__(self, parties):
        self.parties = parties
        self.line = []
        self.is_broken = False

    async def wait(self):
        if self.is_broken:
            raise Broken()
        last = len(self.line)
        if last + 1 == self.parties:
            for index, arrived in enumerate(self.line):
                arrived.set_result(index)
            self.line = []
            return last
        arrival = asyncio.get_running_loop().create_future()
        self.line.append(arrival)
        try:
            return await arrival
        except asyncio.CancelledError:
            if arrival in self.line:
                self.line.remove(arrival)
            raise

    async def abort(self):
        self.is_broken = True
        self.fail()

    async def reset(self):
        self.is_broken = False
        self.fail()

    def fail(self):
        failed, self.line = self.line, []
        for arrival in failed:
            arrival.set_exception(Broken())


def barrier(parties):
    return Barrier(parties) if on("A_BARRIER_LETS_THE_NEXT_IN_AT_ONCE") else asyncio.Barrier(parties)


def refusal(failure):
    """The name of what a misused primitive throws; None of all else."""
    name = type(failure).__name__
    if isinstance(failure, (Refused, ValueError)) or type(failure) is RuntimeError:
        return "Refused"
    return {"ShutDown": "ShutDown", "QueueShutDown": "ShutDown", "Broken": "Broken", "BrokenBarrierError": "Broken"}.get(name)
