# SPDX-License-Identifier: Apache-2.0
"""gather, wait_for, timeout, shield and TaskGroup: those of asyncio, or as Weft has them where a rule says so."""
import asyncio

from virtual import AtOnce, Call, on


class Boom(Exception):
    pass


class Refused(Exception):
    pass


def failure_of(task):
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception()


class Gather(Call):
    """The first failure cancels the others, and is thrown when all have ended."""

    def __init__(self, parts, backs):
        super().__init__()
        self.first = None
        self.backs = backs if on("WHAT_NOBODY_GETS_IS_GIVEN_BACK") else []
        self.running = len(parts)
        self.tasks = []
        for part in parts:
            self.tasks.append(self.starts(part, self.ended))

    def members(self):
        return self.tasks

    def ended(self, task):
        failure = failure_of(task)
        decides = failure is not None and self.first is None and not self.asked
        if decides:
            self.first = failure
        self.running -= 1
        if self.asked or self.first is not None:
            self.give_back()
        if decides and self.running > 0:
            for other in self.tasks:
                other.cancel()
        if self.running == 0:
            self.settle(self.outcome)

    def give_back(self):
        """Gives back what those have got that have ended, each once."""
        for number, back in enumerate(self.backs):
            task = self.tasks[number]
            if back is not None and task.done() and failure_of(task) is None:
                self.backs[number] = None
                back(task.result())

    def outcome(self):
        if self.asked:
            raise asyncio.CancelledError()
        if self.first is not None:
            raise self.first
        return [task.result() for task in self.tasks]


async def gather(parts, backs=()):
    if on("GATHER_ENDS_ITS_PARTS"):
        return await Gather(parts, list(backs))
    return await asyncio.gather(*parts)


class Limited(Call):
    """Runs one task, and cancels it when its time is over."""

    def __init__(self, delay, coro, fallback):
        super().__init__()
        self.fallback = fallback
        self.is_late = False
        self.task = None
        self.timer = None
        self.reschedule(delay)
        self.task = self.starts(coro, self.ended)

    def members(self):
        return [self.task]

    def reschedule(self, delay):
        if self.is_late or self.done():
            raise Refused()
        if self.timer is not None:
            self.timer.cancel()
        self.timer = self.get_loop().call_later(delay, self.fire)

    def fire(self):
        if not self.task.done():
            self.is_late = True
            self.task.cancel()

    def ended(self, task):
        self.timer.cancel()
        self.settle(self.outcome)

    def outcome(self):
        if self.task.cancelled() and self.is_late and not self.asked:
            return self.fallback()
        if self.task.cancelled():
            raise asyncio.CancelledError()
        return self.task.result()


def late():
    raise TimeoutError()


class LateAtOnce(asyncio.Future):
    """A limit that is over when somebody begins to wait, who gives way to others once."""

    def add_done_callback(self, told, **more):
        super().add_done_callback(told, **more)
        self.set_exception(TimeoutError())


async def wait_for(delay, coro):
    if not on("WAIT_FOR_GIVES_WHAT_ITS_TASK_GIVES"):
        return await asyncio.wait_for(coro, delay)
    if delay == 0:
        coro.close()
        await LateAtOnce(loop=asyncio.get_running_loop())
    return await Limited(delay, coro, late)


class Scope:
    """The limit of the block that runs, which can be moved."""

    def __init__(self):
        self.limit = None

    def reschedule(self, delay):
        try:
            if isinstance(self.limit, Limited):
                self.limit.reschedule(delay)
            else:
                self.limit.reschedule(asyncio.get_running_loop().time() + delay)
        except RuntimeError:
            raise Refused() from None


async def timeout(delay, moves_on, block):
    scope = Scope()
    if on("A_TIMEOUT_RUNS_ITS_BLOCK_AS_A_TASK"):
        scope.limit = Limited.__new__(Limited)
        Limited.__init__(scope.limit, delay, block(scope), (lambda: None) if moves_on else late)
        return await scope.limit
    try:
        async with asyncio.timeout(delay) as scope.limit:
            return await block(scope)
    except TimeoutError:
        if not (moves_on and scope.limit.expired()):
            raise


class Shield(asyncio.Future):
    """A wait for a task that is left alone when the one who waits is cancelled."""

    def __init__(self, task):
        super().__init__(loop=asyncio.get_running_loop())
        task.add_done_callback(AtOnce(self.ended))

    def ended(self, task):
        if not self.done():
            failure = failure_of(task)
            if failure is None:
                self.set_result(task.result())
            else:
                self.set_exception(failure)


async def shield(task):
    if not on("A_SHIELD_WAITS_FOR_THE_TASK_ITSELF"):
        return await asyncio.shield(task)
    if task.done():
        return task.result()
    return await Shield(task)


class Group(Call):
    """The block and the children are members; the first failure cancels all, and is thrown when they have ended."""

    def __init__(self):
        super().__init__()
        self.present = []
        self.failures = []
        self.is_open = True
        self.spawned = 0

    def members(self):
        self.is_open = False
        return self.present

    def add(self, number, coro):
        task = self.starts(coro, lambda ended: self.ended(number, ended))
        self.present.append(task)
        return task

    def spawn(self, coro):
        if not self.is_open or self.done():
            coro.close()
            raise Refused()
        self.spawned += 1
        return self.add(self.spawned, coro)

    def ended(self, number, task):
        failure = failure_of(task)
        was_asked = isinstance(failure, asyncio.CancelledError) and task.cancelling() > 0
        if failure is not None and (not was_asked or (number == 0 and self.is_open)):
            self.failures.append(failure)
        else:
            failure = None
        self.present.remove(task)
        if failure is not None and self.is_open:
            self.is_open = False
            for member in list(self.present):
                member.cancel()
        if not self.present:
            self.is_open = False
            self.settle(self.outcome)

    def outcome(self):
        if self.asked:
            raise asyncio.CancelledError()
        if self.failures:
            raise self.failures[0]


class OwnGroup(asyncio.TaskGroup):
    """asyncio's, under the names of Group."""

    def spawn(self, coro):
        try:
            return self.create_task(coro)
        except RuntimeError:
            coro.close()
            raise Refused() from None


async def group(block):
    if on("A_GROUP_THROWS_ITS_FIRST_FAILURE"):
        members = Group()
        members.add(0, block(members))
        return await members
    async with OwnGroup() as members:
        await block(members)
