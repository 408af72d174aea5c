// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.EventLoop;
import dev.weft.TimeoutScope;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import dev.weft.spi.RemoteRequest;
import dev.weft.spi.RequestId;
import dev.weft.spi.SingleUse;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the answer to a request.
 *
 * @param <R> the type of the answer
 */
final class Ask<R> extends SingleUse<R> {
    private final Node node;
    private final Route route;
    private final String service;
    private final @Nullable String entity;
    private final Object question;
    private final Type answerType;

    /** How long it may take by itself; {@link Request#NO_LIMIT} for as long as the code around it says. */
    private final long limitNanos;

    private long deadline;
    private byte @Nullable [] payload;
    private @Nullable LoopTimer timer;

    /** Who was asked, is, or will be next; null before anybody was. */
    private @Nullable Peer peer;

    private long number;
    private long sentNanos;
    private boolean underWay;
    private boolean isOver;
    private int refusals;
    private final List<Peer> tried = new ArrayList<>(1);

    private @Nullable R value;

    Ask(
            Node node,
            Route route,
            String service,
            @Nullable String entity,
            Object question,
            Type answerType,
            long limitNanos) {
        this.node = node;
        this.route = route;
        this.service = service;
        this.entity = entity;
        this.question = question;
        this.answerType = answerType;
        this.limitNanos = limitNanos;
    }

    @Override
    protected String operation() {
        return "ask(" + title() + ", ...)";
    }

    String title() {
        return Request.title(service, entity);
    }

    @Override
    public EventLoop loop() {
        return node.loop();
    }

    @Override
    protected void begin(Waiter waiter) {
        node.requireOpen(operation());
        payload = encoded();
        long now = node.loop().nanoTime();
        long around = TimeoutScope.deadlineAround(waiter);
        long left = Math.min(limitNanos, around == WaitDescription.NO_DEADLINE ? Request.NO_LIMIT : around - now);
        deadline = left == Request.NO_LIMIT ? WaitDescription.NO_DEADLINE : now + left;
        if (deadline != WaitDescription.NO_DEADLINE) {
            timer = LoopTimer.set(node.loop(), left, this::late);
        }
        route.send(this);
    }

    private byte[] encoded() {
        try {
            return node.config().values().encode(question);
        } catch (Exception failed) {
            throw new IllegalArgumentException(
                    "What was asked of " + title() + " cannot be encoded: " + failed.getMessage(), failed);
        }
    }

    // ------------------------------------------------------------------ on its way

    /** Makes it ready to be sent. */
    Request to(Peer next, long itsNumber, long flight) {
        peer = next;
        number = itsNumber;
        underWay = true;
        sentNanos = node.loop().nanoTime();
        long left = deadline == WaitDescription.NO_DEADLINE ? Request.NO_LIMIT : Math.max(0, deadline - sentNanos);
        return new Request(itsNumber, flight, left, node.config().values().codec.id(), service, entity, payload);
    }

    /** Of the last time that it was sent: those that were sent later have a higher one. */
    long number() {
        return number;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Notes that it came back, and was not served. */
    void returned() {
        underWay = false;
    }

    int countRefusal() {
        return ++refusals;
    }

    /** Whether a peer has not been tried yet; it is now. */
    boolean tries(Peer next) {
        if (tried.contains(next)) {
            return false;
        }
        tried.add(next);
        return true;
    }

    Route route() {
        return route;
    }

    // ------------------------------------------------------------------ its end

    void answered(Peer from, Answer answer) {
        switch (answer.status) {
            case VALUE -> endWith(answer.payload);
            case FAILED -> {
                ThrownText thrown = answer.thrown;
                end(
                        thrown == null
                                ? new NodeLeft("an answer without a failure", null)
                                : thrown.failure(from.name(), from.address(), title()));
            }
            case LATE ->
                end(new RequestTimeout(
                        title() + " was not answered in time by " + from + ": " + answer.reason + ".", true));
            case BROKEN_OFF -> end(new NodeLeft(title() + " on " + from + " was broken off: " + answer.reason, null));
            default -> {
                if (!route.refused(this, from, answer)) {
                    end(new NotServed(from + " did not serve " + title() + ": " + answer.reason, null));
                }
            }
        }
    }

    /** Ends it, since it can be sent to nobody any more. */
    void unsent(String reason, @Nullable Throwable cause) {
        end(new NotServed(title() + " was not sent: " + reason, cause));
    }

    void left(Peer from, @Nullable Throwable cause) {
        end(new NodeLeft(
                "Node " + from + " has left cluster " + node.cluster() + " before it answered " + title()
                        + ". It may have run the request.",
                cause));
    }

    private void endWith(byte @Nullable [] bytes) {
        try {
            value = bytes == null ? null : decoded(bytes);
        } catch (Throwable failed) { // an error, too: whoever waits would wait for ever
            end(new IllegalStateException(
                    "The answer of " + title() + " from " + peer + " is no " + answerType.getTypeName() + ": "
                            + failed.getMessage(),
                    failed));
            return;
        }
        over();
        complete();
    }

    @SuppressWarnings("unchecked") // the type is that of the service
    private R decoded(byte[] bytes) throws Exception {
        return (R) node.config().values().decode(bytes, answerType);
    }

    private void late() {
        timer = null;
        boolean wasSent = underWay && peer != null;
        String where =
                wasSent ? "by " + peer + ", which may have run the request and was told to stop" : "and was not sent";
        withdrawSent();
        end(new RequestTimeout(title() + " was not answered in time, " + where + ".", wasSent));
    }

    /** Ends it by a failure. */
    void end(RuntimeException failure) {
        over();
        fail(failure);
    }

    private void over() {
        if (isOver) {
            return; // a value that came, and that nobody takes any more
        }
        isOver = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        route.ended(this);
        underWay = false;
    }

    @Override
    protected void stop() {
        if (payload != null) { // it began
            withdrawSent();
            over();
        }
    }

    private void withdrawSent() {
        if (underWay && peer != null) {
            node.calls().cancel(number, peer);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the value is null where the service answers with nothing
    protected R value() {
        return value;
    }

    // ------------------------------------------------------------------ what dumps say

    @Override
    public WaitDescription describe() {
        Peer asked = peer;
        long due = deadline == 0 ? WaitDescription.NO_DEADLINE : deadline;
        return asked == null || !underWay
                ? new WaitDescription("remote", title(), null, due)
                : new WaitDescription(
                        "remote",
                        title(),
                        new RemoteRequest(
                                asked.name(), asked.address(), title(), new RequestId(node.name(), number), sentNanos),
                        due);
    }
}
