# SPDX-License-Identifier: Apache-2.0
"""Runs scenarios. A line of input has the rules that are off, a tab, and a scenario as JSON; a line of output is what happened."""
import asyncio
import json
import os
import sys

import calls
import sync
import virtual
from calls import Boom

LIMIT = 10_000
ROUND = 1_000
ROUNDS = 40

# What tasks wait for one another for ever. Kept, for the end of a coroutine that is garbage would run in the middle of another scenario.
LEFT = []


class Place:
    """Where a task is: its name, the number of its last step, and what is around it."""

    def __init__(self, name, group=None, scope=None):
        self.name = name
        self.step = 0
        self.group = group
        self.scope = scope


class World:
    def __init__(self, scenario):
        locks, permits, queues, self.conditions, parties, self.roots = scenario
        self.locks = [asyncio.Lock() for _ in range(locks)]
        self.semaphores = [sync.semaphore(number) for number in permits]
        self.queues = [sync.queue(kind, size) for kind, size in queues]
        self.conditions = [sync.condition(self.locks[lock]) for lock in self.conditions]
        self.events = [asyncio.Event() for _ in range(2)]
        self.barriers = [sync.barrier(number) for number in parties]
        self.tasks = []
        self.started = []
        self.trace = []

    def log(self, who, what):
        self.trace.append(f"{asyncio.get_running_loop().now} {who} {what}")

    def kind(self, failure):
        if isinstance(failure, asyncio.CancelledError):
            return f"Cancelled({asyncio.current_task().cancelling()})"
        if isinstance(failure, Boom):
            return f"Boom{failure.args[0]}"
        if isinstance(failure, TimeoutError):
            return "Timeout"
        return sync.refusal(failure) or f"{type(failure).__name__}: {failure}"

    async def main(self):
        for number, steps in enumerate(self.roots):
            self.tasks.append(self.spawn(Place(str(number)), steps))
        await asyncio.sleep(LIMIT)
        for _ in range(ROUNDS):
            alive = [task for task in self.started if not task.done()]
            if not alive:
                break
            self.log("main", f"cancels {len(alive)}")
            for task in alive:
                task.cancel()
            await asyncio.sleep(ROUND)
        self.log("main", f"leaves {sum(not task.done() for task in self.started)}")

    def spawn(self, place, steps):
        return asyncio.get_running_loop().create_task(self.root(place, steps))

    async def root(self, place, steps):
        self.started.append(asyncio.current_task())
        self.log(place.name, "begins")
        try:
            value = await self.run(place, steps)
        except (Exception, asyncio.CancelledError) as failure:
            self.log(place.name, f"fails {self.kind(failure)}")
            raise
        virtual.returns()
        self.log(place.name, f"gives {value}")
        return value

    async def run(self, place, steps):
        for step in steps:
            await self.step(place, step)
        return len(steps)

    async def step(self, place, step):
        operation, numbers, bodies = step
        place.step += 1
        label = f"{place.step}.{operation}"
        try:
            value = await getattr(self, operation)(place, numbers, bodies)
        except (Exception, asyncio.CancelledError) as failure:
            self.log(place.name, f"{label} {self.kind(failure)}")
            raise
        self.log(place.name, label if value is None else f"{label} {shown(value)}")

    def part(self, place, number, body, **around):
        around = {"group": place.group, "scope": place.scope, **around}
        return self.root(Place(f"{place.name}/{place.step}{chr(97 + number)}", **around), body)

    # ------------------------------------------------------------------ time and tasks

    async def sleep(self, place, numbers, bodies):
        virtual.reach()
        await asyncio.sleep(numbers[0])

    async def spawns(self, place, numbers, bodies):
        self.spawn(Place(f"{place.name}/{place.step}a"), bodies[0])

    async def awaits(self, place, numbers, bodies):
        virtual.reach_task(self.tasks[numbers[0]])
        return await self.tasks[numbers[0]]

    async def cancel(self, place, numbers, bodies):
        return self.tasks[numbers[0]].cancel()

    async def uncancel(self, place, numbers, bodies):
        return asyncio.current_task().uncancel()

    async def cancelling(self, place, numbers, bodies):
        return asyncio.current_task().cancelling()

    # ------------------------------------------------------------------ exceptions

    async def fail(self, place, numbers, bodies):
        raise Boom(numbers[0])

    async def catches(self, place, numbers, bodies):
        try:
            await self.run(place, bodies[0])
        except asyncio.CancelledError:
            raise
        except Exception as failure:
            return self.kind(failure)

    async def swallows(self, place, numbers, bodies):
        try:
            await self.run(place, bodies[0])
        except asyncio.CancelledError as failure:
            text = self.kind(failure)
            if numbers[0] == 1:
                asyncio.current_task().uncancel()
            return text

    async def cleans(self, place, numbers, bodies):
        try:
            await self.run(place, bodies[0])
        finally:
            await self.run(place, bodies[1])

    # ------------------------------------------------------------------ calls

    async def gather(self, place, numbers, bodies):
        virtual.reach()
        return await calls.gather([self.part(place, number, body) for number, body in enumerate(bodies)])

    async def waits(self, place, numbers, bodies):
        virtual.reach()
        return await calls.wait_for(numbers[0], self.part(place, 0, bodies[0]))

    async def gathered(self, place, numbers, bodies):
        virtual.reach()
        bare = [body[0] for body in bodies[:-1]]
        parts = [self.bare(operation, inner) for operation, inner, _ in bare]
        parts.append(self.part(place, len(bare), bodies[-1]))
        backs = [self.give_back(operation, inner) for operation, inner, _ in bare] + [None]
        values = await calls.gather(parts, backs)
        for operation, inner, _ in bare:
            if operation == "acquire":
                self.semaphores[inner[0]].release()
        return values

    def give_back(self, operation, numbers):
        if operation == "acquire":
            return lambda nothing: self.semaphores[numbers[0]].release()
        if operation == "get":
            return getattr(self.queues[numbers[0]], "put_back", None)
        return None

    async def limited(self, place, numbers, bodies):
        virtual.reach()
        operation, inner, _ = bodies[0][0]
        value = await calls.wait_for(numbers[0], self.bare(operation, inner))
        if operation == "acquire":
            self.semaphores[inner[0]].release()
        return value

    async def bare(self, operation, numbers):
        virtual.reach()
        if operation == "acquire":
            await self.semaphores[numbers[0]].acquire()
            value = None
        else:
            value = await getattr(self, operation)(None, numbers, [])
        virtual.returns()
        return value

    async def timeout(self, place, numbers, bodies):
        virtual.reach()
        return await calls.timeout(numbers[0], numbers[1] == 1, lambda scope: self.part(place, 0, bodies[0], scope=scope))

    async def reschedule(self, place, numbers, bodies):
        if place.scope is None:
            return "nothing"
        place.scope.reschedule(numbers[0])

    async def shields(self, place, numbers, bodies):
        virtual.reach()
        part = self.part(place, 0, bodies[0])
        return await calls.shield(asyncio.get_running_loop().create_task(part))

    async def shieldtask(self, place, numbers, bodies):
        virtual.reach()
        return await calls.shield(self.tasks[numbers[0]])

    async def group(self, place, numbers, bodies):
        virtual.reach()

        async def block(members):
            for number in range(1, len(bodies)):
                members.spawn(self.part(place, number, bodies[number], group=members))
            await self.part(place, 0, bodies[0], group=members)

        await calls.group(block)

    async def child(self, place, numbers, bodies):
        if place.group is None:
            return "nowhere"
        place.group.spawn(self.part(place, 0, bodies[0]))

    # ------------------------------------------------------------------ coordination

    async def lock(self, place, numbers, bodies):
        virtual.reach()
        lock = self.locks[numbers[0]]
        await lock.acquire()
        self.log(place.name, "has the lock")
        try:
            await self.run(place, bodies[0])
        finally:
            lock.release()

    async def acquire(self, place, numbers, bodies):
        virtual.reach()
        semaphore = self.semaphores[numbers[0]]
        await semaphore.acquire()
        self.log(place.name, "has a permit")
        try:
            await self.run(place, bodies[0])
        finally:
            semaphore.release()

    async def release(self, place, numbers, bodies):
        self.semaphores[numbers[0]].release()

    async def put(self, place, numbers, bodies):
        virtual.reach()
        await self.queues[numbers[0]].put(numbers[1])

    async def get(self, place, numbers, bodies):
        virtual.reach()
        return await self.queues[numbers[0]].get()

    async def tryput(self, place, numbers, bodies):
        try:
            self.queues[numbers[0]].put_nowait(numbers[1])
            return True
        except asyncio.QueueFull:
            return False

    async def tryget(self, place, numbers, bodies):
        try:
            return self.queues[numbers[0]].get_nowait()
        except asyncio.QueueEmpty:
            return None

    async def done(self, place, numbers, bodies):
        self.queues[numbers[0]].task_done()

    async def join(self, place, numbers, bodies):
        virtual.reach()
        await self.queues[numbers[0]].join()

    async def shutdown(self, place, numbers, bodies):
        self.queues[numbers[0]].shutdown(numbers[1] == 1)

    async def until(self, place, numbers, bodies):
        virtual.reach()
        await self.events[numbers[0]].wait()

    async def set(self, place, numbers, bodies):
        self.events[numbers[0]].set()

    async def clear(self, place, numbers, bodies):
        self.events[numbers[0]].clear()

    async def signalled(self, place, numbers, bodies):
        virtual.reach()
        await self.conditions[numbers[0]].wait()

    async def signal(self, place, numbers, bodies):
        self.conditions[numbers[0]].notify(numbers[1])

    async def arrive(self, place, numbers, bodies):
        virtual.reach()
        return await self.barriers[numbers[0]].wait()

    async def breaks(self, place, numbers, bodies):
        if numbers[1] == 1:
            await self.barriers[numbers[0]].reset()
        else:
            await self.barriers[numbers[0]].abort()


def shown(value):
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace("None", "null")


def trace_of(line):
    off, _, scenario = line.partition("\t")
    virtual.OFF = set(off.split(",")) - {""}
    virtual.WAVE.clear()
    loop = virtual.VirtualLoop()
    try:
        asyncio.set_event_loop(loop)
        world = World(json.loads(scenario))
        loop.run_until_complete(world.main())
        if not all(task.done() for task in world.started):
            LEFT.append((loop, world))
        return world.trace
    finally:
        loop.close()


def main():
    print("python " + ".".join(map(str, sys.version_info[:3])), flush=True)
    for line in sys.stdin:
        try:
            print("|".join(trace_of(line.rstrip("\n"))), flush=True)
        except Exception as crash:
            print(f"crash {type(crash).__name__}: {crash}".replace("\n", " "), flush=True)
    os._exit(0)  # what is LEFT is not unwound


main()
