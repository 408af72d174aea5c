// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver.Reply;
import dev.weft.spi.RequestId;
import dev.weft.spi.ServedRequest;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request that this node serves. */
final class Served {
    /** Makes the task that does the work. */
    @FunctionalInterface
    interface Work {
        Task<?> start() throws Exception;
    }

    private final Node node;
    private final Peer from;
    private final Request request;
    private final Reply reply;

    /** When its time is over; of no meaning where it has no limit. */
    private final long due;

    /** Null for a service. */
    private @Nullable Turn turn;

    private @Nullable ScheduledTask<Answer> task;

    /** Why it is broken off by this node; empty while it is not. */
    private String brokenOff = "";

    /** Whether code of the user has seen it. */
    private boolean hasBegun;

    Served(Node node, Peer from, Request request, Reply reply) {
        this.node = node;
        this.from = from;
        this.request = request;
        this.reply = reply;
        this.due = node.loop().nanoTime() + request.nanosLeft;
    }

    Peer from() {
        return from;
    }

    Request request() {
        return request;
    }

    /** What was asked. One that cannot be read, as that of a later version, runs nothing here, and another node may know it. */
    Object question(Type type) throws Refusal {
        byte[] payload = request.payload;
        if (payload == null) {
            throw Refusal.because("nothing was asked");
        }
        try {
            return node.config().values().decode(payload, type);
        } catch (Throwable unreadable) { // errors, too, as by a question that is nested too deeply
            throw Refusal.because("it cannot read what was asked: " + unreadable);
        }
    }

    // ------------------------------------------------------------------ its course

    /** Notes that code of the user is about to see it. */
    void begins() {
        hasBegun = true;
    }

    void run(@Nullable Turn itsTurn, Work work) throws Exception {
        turn = itsTurn;
        Supplier<String> name = new ServedRequest(request.toString(), new RequestId(from.name(), request.number), "");
        ScheduledTask<Answer> spawned = node.loop().spawn(name, serve(work), node.life());
        task = spawned;
        if (itsTurn != null) {
            itsTurn.setTask(spawned);
        }
        spawned.onComplete(this::ended);
    }

    @Async
    private Task<Answer> serve(Work work) throws Exception {
        if (request.nanosLeft == Request.NO_LIMIT) {
            return Task.of(await(served(work)));
        }
        TimeoutScope limit = TimeoutScope.after(
                Duration.ofNanos(Math.max(0, due - node.loop().nanoTime())));
        try {
            return Task.of(await(limit.run(scope -> served(work))));
        } catch (TimeoutException late) {
            if (limit.expired()) {
                return Task.of(Answer.without(Answer.Status.LATE, "its time was over there"));
            }
            throw late;
        }
    }

    /** Waits for its turn, too, in the time that it has. */
    @Async
    private Task<Answer> served(Work work) throws Exception {
        if (turn != null) {
            await(turn);
        }
        Object value = await(work.start());
        return Task.of(
                Answer.value(value == null ? null : node.config().values().encode(value)));
    }

    private void ended(@Nullable Answer answer, @Nullable Throwable failure) {
        if (turn != null) {
            turn.over();
            node.hosting().over(turn.mailbox());
        }
        node.serving().ended(this, reply, answer == null ? answer(failure) : answer);
    }

    private Answer answer(@Nullable Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.answer();
        }
        if (failure instanceof CancellationException && !brokenOff.isEmpty()) {
            return Answer.without(
                    turn != null && !hasBegun ? Answer.Status.NOT_OWNER : Answer.Status.BROKEN_OFF, brokenOff);
        }
        return Answer.failed(failure == null ? new CancellationException("nothing is known of it") : failure);
    }

    /** Ends it, since nobody waits for its answer. */
    void cancel() {
        if (task != null) {
            task.cancel();
        }
    }

    /** Ends it, since this node may not go on with it. */
    void breakOff(String reason) {
        if (brokenOff.isEmpty()) { // one that cleans up is not to be cancelled in that
            brokenOff = reason;
            cancel();
        }
    }
}
