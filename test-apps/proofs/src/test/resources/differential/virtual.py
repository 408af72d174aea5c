# SPDX-License-Identifier: Apache-2.0
"""asyncio under a virtual clock, and its tasks with the deliberate differences of Weft, each a rule that can be switched off."""
import asyncio
import heapq
from asyncio import base_events, events
from asyncio.tasks import _PyTask

OFF = set()

# The tasks that the last request to cancel has gone through, as long as none of them has done anything about it.
WAVE = set()

# The calls that a request on its way has gone through.
CANCELLED = []


def on(rule):
    return rule not in OFF


class InOrder(events.TimerHandle):
    """Fires before those of the same deadline that were set later, which a heap of deadlines alone does not say."""

    made = 0

    def __init__(self, *arguments):
        super().__init__(*arguments)
        InOrder.made += 1
        self.number = InOrder.made

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class VirtualLoop(base_events.BaseEventLoop):
    """asyncio's loop, with whole milliseconds that pass when nothing is ready."""

    def __init__(self):
        super().__init__()
        self.now = 0
        self._selector = self
        self._clock_resolution = 0.5
        self.set_task_factory(lambda loop, coro, **more: Task(coro, loop=loop, **more))
        self.set_exception_handler(lambda loop, context: None)

    def time(self):
        return self.now

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("nothing can happen any more")
        self.now += timeout
        return []

    def _process_events(self, event_list):
        pass

    def call_at(self, when, callback, *arguments, context=None):
        if not on("EQUAL_DEADLINES_FIRE_IN_ORDER"):
            return super().call_at(when, callback, *arguments, context=context)
        timer = InOrder(when, callback, arguments, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer


def failure_of(future):
    try:
        future.result()
        return None
    except BaseException as failure:
        return failure


class Task(_PyTask):
    """
    A task of asyncio. While VALUE_BEFORE_CANCELLATION is on, a request is looked at when the task goes on, and not when it is made: `due` says
    that it is to be delivered, `passed` that what is awaited was cancelled in its place.
    """

    def __init__(self, coro, **more):
        self.due = False
        self.passed = False
        self.is_new = True
        self.goes_on = False
        super().__init__(coro, **more)

    def cancel(self, msg=None):
        if self.done() or not on("VALUE_BEFORE_CANCELLATION"):
            return super().cancel(msg)
        self._num_cancels_requested += 1
        if self in WAVE and on("REQUESTS_JOIN_A_WAVE"):
            return True
        WAVE.add(self)
        with Way():
            self.request()
        return True

    def request(self):
        awaited = self._fut_waiter
        if isinstance(awaited, (Task, Call)) and not awaited.done():
            self.passed = True
            awaited.cancel()
        else:
            self.due = True
            if awaited is not None and not awaited.done() and not self.goes_on:
                self.goes_on = True
                self._loop.call_soon(self.deliver)

    def uncancel(self):
        left = super().uncancel()
        if left == 0:
            self.due = self.passed = self._must_cancel = False
        WAVE.clear()
        return left

    def delivered(self):
        self.due = self.passed = self._must_cancel = False
        WAVE.clear()

    def deliver(self):
        self.goes_on = False
        if not self.done():
            self.go_on()

    def go_on(self):
        awaited = self._fut_waiter
        if awaited is None:
            return
        if awaited.done():
            failure = failure_of(awaited)
            if self.due or self.passed:
                failure = self.with_request(failure)
            self._Task__step(failure)
        elif self.due:
            self.withdraw(awaited)

    def with_request(self, failure):
        """A value stands, and the request is for the next await; a failure that came by chance gives way to the request."""
        cancelled = isinstance(failure, asyncio.CancelledError)
        if failure is not None and not cancelled and not self.passed:
            self.delivered()
            return asyncio.CancelledError()
        self.due = not cancelled and (self.due or on("REQUEST_OUTLIVES_WHAT_IS_AWAITED"))
        self.passed = False
        WAVE.clear()
        return failure

    def withdraw(self, awaited):
        if isinstance(awaited, Insistent) and not awaited.withdrawn():
            self.due, self.passed = False, True
            WAVE.clear()
            return
        awaited.remove_done_callback(self._Task__wakeup)
        awaited.cancel()
        self.delivered()
        self._Task__step(asyncio.CancelledError())

    def _Task__wakeup(self, future):
        if not on("VALUE_BEFORE_CANCELLATION"):
            super()._Task__wakeup(future)
        elif self._fut_waiter is future:
            self.go_on()

    def _Task__step(self, exc=None):
        if self.is_new:
            self.is_new = False
            if self.due:
                self.delivered()
                exc = asyncio.CancelledError()
        super()._Task__step(exc)

    def _Future__schedule_callbacks(self):
        if self.due or self.passed:
            WAVE.clear()
        callbacks, self._callbacks = self._callbacks, []
        for callback, context in callbacks:
            if isinstance(callback, AtOnce):
                callback.told(self)
            else:
                self._loop.call_soon(callback, self, context=context)


class Way:
    """The way of a request: when it has come everywhere, the calls that it went through give back what nobody will get."""

    depth = 0

    def __enter__(self):
        Way.depth += 1

    def __exit__(self, *failure):
        Way.depth -= 1
        while Way.depth == 0 and CANCELLED:
            CANCELLED.pop(0).give_back()


class AtOnce:
    """Is told of the end of a task when that ends, and not in the next turn."""

    def __init__(self, told):
        self.told = told


class Call(asyncio.Future):
    """A wait for tasks of its own, which are cancelled in the place of the one that waits."""

    def __init__(self):
        super().__init__(loop=asyncio.get_running_loop())
        self.waiter = asyncio.current_task()
        self.asked = False

    def members(self):
        raise NotImplementedError

    def cancel(self, msg=None):
        if self.done():
            return False
        self.asked = True
        CANCELLED.append(self)
        with Way():
            for member in list(self.members()):
                member.cancel()
        return True

    def give_back(self):
        """Gives back what members have got, if nobody will get it."""

    def starts(self, coro, told):
        if self.waiter in WAVE:
            WAVE.clear()
        task = self.get_loop().create_task(coro)
        task.add_done_callback(AtOnce(told))
        return task

    def settle(self, outcome):
        try:
            self.set_result(outcome())
        except BaseException as failure:
            self.set_exception(failure)


class Insistent(asyncio.Future):
    """A wait that may go on when its task is cancelled."""

    def withdrawn(self):
        raise NotImplementedError


def reach():
    """Reaches an await. A task that is cancelled already does not start what it awaits."""
    task = asyncio.current_task()
    if on("EVERY_AWAIT_IS_A_CANCELLATION_POINT"):
        if task.due or task._must_cancel:
            task.delivered()
            raise asyncio.CancelledError()
    elif task.due:
        task.due, task._must_cancel = False, True


def reach_task(awaited):
    """As `reach`, of a task that runs: it is cancelled, and has to end first."""
    task = asyncio.current_task()
    if task.due and not awaited.done() and on("EVERY_AWAIT_IS_A_CANCELLATION_POINT"):
        WAVE.clear()  # a request that is passed on in a step goes its whole way again
        WAVE.add(task)
        awaited.cancel()
        task.due, task.passed = False, True
        WAVE.clear()
    elif not task._must_cancel or awaited.done():
        reach()


def returns():
    """Reaches the end of a task that gives a value."""
    task = asyncio.current_task()
    if on("A_VALUE_ENDS_A_CANCELLED_TASK"):
        task._must_cancel = False
    elif task.due:
        task.due, task._must_cancel = False, True
