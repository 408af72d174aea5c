// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.sync.Barrier;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import dev.weft.sync.Queue;
import dev.weft.sync.QueueShutDownException;
import dev.weft.sync.Semaphore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tasks of a scenario share, and what has happened so far. */
final class World {
    final List<Mutex> locks;
    final List<Semaphore> semaphores;
    final List<Queue<Integer>> queues;
    final List<Condition> conditions;
    final List<Event> events;
    final List<Barrier> barriers;

    /** The tasks of the scenario, in order. */
    final List<ScheduledTask<Integer>> tasks = new ArrayList<>();

    /** All tasks that have begun. */
    final List<ScheduledTask<?>> started = new ArrayList<>();

    final List<String> trace = new ArrayList<>();

    World(Scenario scenario) {
        locks = Stream.generate(Mutex::new).limit(scenario.locks()).toList();
        semaphores = scenario.permits().stream().map(Semaphore::new).toList();
        queues = scenario.queues().stream().map(World::queue).toList();
        conditions = scenario.conditions().stream()
                .map(lock -> new Condition(locks.get(lock)))
                .toList();
        events = Stream.generate(Event::new).limit(Scenario.EVENTS).toList();
        barriers = scenario.parties().stream().map(Barrier::new).toList();
    }

    private static Queue<Integer> queue(Scenario.Bounded queue) {
        return switch (queue.kind()) {
            case "lifo" -> Queue.lifo(queue.size());
            case "priority" -> Queue.priority(Comparator.naturalOrder(), queue.size());
            default -> Queue.fifo(queue.size());
        };
    }

    void log(String who, String what) {
        long millis = Objects.requireNonNull(EventLoop.current()).nanoTime() / 1_000_000;
        trace.add(millis + " " + who + " " + what);
    }

    /** The name of what was thrown. */
    static String kind(Throwable thrown) {
        if (thrown instanceof CancellationException) {
            return "Cancelled(" + Weft.currentTask().cancelling() + ")";
        }
        if (thrown instanceof Boom boom) {
            return Objects.requireNonNull(boom.getMessage());
        }
        String known = misuse(thrown);
        return known == null ? thrown.toString() : known;
    }

    private static @Nullable String misuse(Throwable thrown) {
        if (thrown instanceof QueueShutDownException) {
            return "ShutDown";
        }
        if (thrown instanceof BrokenBarrierException) {
            return "Broken";
        }
        if (thrown instanceof TimeoutException) {
            return "Timeout";
        }
        return thrown instanceof IllegalStateException ? "Refused" : null;
    }
}
