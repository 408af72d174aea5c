// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.Outcome;
import dev.weft.sync.Channel;
import dev.weft.sync.ChannelStatistics;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import dev.weft.sync.Queue;
import dev.weft.sync.RwLock;
import dev.weft.sync.Semaphore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tasks of a run share, and the books on it: who is inside, and which elements were given and got. */
final class Shared {
    static final int PERMITS = 2;

    final Mutex mutex = new Mutex("mutex");
    final Condition condition = new Condition(mutex);
    final Semaphore semaphore = Semaphore.bounded(PERMITS);
    final RwLock rwLock = new RwLock();
    final Event event = Event.autoReset();
    final Queue<Integer> queue = Queue.fifo(2);
    final Channel<Integer> channel;

    final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> inside = new HashMap<>();
    private final Set<Integer> given = new HashSet<>();
    private final Map<Integer, Integer> got = new HashMap<>();
    private int elements;

    Shared(Channel<Integer> channel) {
        this.channel = channel;
    }

    /** Notes that a task has come in where only so many may be, while nobody is there whom it must not meet. */
    void comesIn(String place, int most, String... without) {
        if (inside.merge(place, 1, Integer::sum) > most) {
            faults.add(inside.get(place) + " are in " + place);
        }
        for (String other : without) {
            if (inside.getOrDefault(other, 0) > 0) {
                faults.add("one is in " + place + " and another in " + other);
            }
        }
    }

    void leaves(String place) {
        inside.merge(place, -1, Integer::sum);
    }

    /** Makes an element that nobody has given yet. */
    int element() {
        return ++elements;
    }

    void given(int element) {
        given.add(element);
    }

    /** Notes the elements in the result of any call, and closes what it holds. */
    void got(@Nullable Object result) throws Exception {
        if (result instanceof Integer element) {
            if (got.merge(element, 1, Integer::sum) > 1) {
                faults.add("element " + element + " was got twice");
            }
        } else if (result instanceof Collection<?> several) {
            for (Object each : several) {
                got(each);
            }
        } else if (result instanceof Optional<?> perhaps && perhaps.isPresent()) {
            got(perhaps.get());
        } else if (result instanceof AutoCloseable held) {
            held.close();
        } else if (result instanceof Outcome<?> outcome && outcome.isSuccess()) {
            got(outcome.value());
        }
    }

    /** Gives and takes what somebody may wait for who nothing but this can wake, as in a shield. */
    void feed() throws Exception {
        int element = element();
        if (channel.trySend(element)) {
            given(element);
        }
        got(channel.tryReceive());
        element = element();
        if (queue.tryPut(element)) {
            given(element);
        }
        got(queue.tryGet());
        event.set();
        if (mutex.tryLock()) {
            condition.signalAll();
            mutex.unlock();
        }
    }

    /** Balances the books when all tasks have ended. */
    void close() throws Exception {
        for (Optional<Integer> left = channel.tryReceive(); left.isPresent(); left = channel.tryReceive()) {
            got(left);
        }
        for (Optional<Integer> left = queue.tryGet(); left.isPresent(); left = queue.tryGet()) {
            got(left);
        }
        given.stream()
                .filter(element -> !got.containsKey(element))
                .forEach(lost -> faults.add("element " + lost + " is lost"));
        got.keySet().stream()
                .filter(element -> element > elements)
                .forEach(odd -> faults.add("element " + odd + " was never made"));
        check(!mutex.isLocked() && mutex.statistics().waiting() == 0, mutex);
        check(condition.statistics().waiting() == 0, condition);
        check(semaphore.available() == PERMITS && semaphore.statistics().waiting() == 0, semaphore);
        check(rwLock.statistics().equals(new RwLock().statistics()), rwLock);
        check(event.statistics().waiting() == 0, event);
        check(nobodyWaits(channel.statistics()), channel);
        check(nobodyWaits(queue.statistics()), queue);
    }

    private static boolean nobodyWaits(ChannelStatistics statistics) {
        return statistics.sendersWaiting() == 0 && statistics.receiversWaiting() == 0;
    }

    private void check(boolean isLeftInOrder, Object primitive) {
        if (!isLeftInOrder) {
            faults.add("left as " + primitive);
        }
    }
}
