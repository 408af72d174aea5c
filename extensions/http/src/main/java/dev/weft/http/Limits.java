// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.EventLoop;
import dev.weft.TimeoutScope;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What one connection does, and how long it may: one limit, moved whenever it does something else. Loop thread only. */
final class Limits {
    /** What a connection does. */
    enum Phase {
        IDLE,
        HEAD,
        BODY,
        HANDLER,
        WRITE,
        /** Its client has gone, while its handler runs. */
        GONE
    }

    final TimeoutScope scope;
    private final HttpOptions.Values options;
    private final EventLoop loop;
    private Phase phase = Phase.IDLE;

    private @Nullable HttpRequest request;

    /** When the head of the request had come, in nanoseconds of the loop. */
    private long begun;

    /** Whether the client has ended its side while its answer was written. */
    private boolean hasLeft;

    /** How long the whole request may take. */
    private Duration most = HttpOptions.NEVER;

    /** Whether what is left of the time of the whole request is less than that of what is under way. */
    private boolean isOfRequest;

    Limits(HttpOptions.Values options, EventLoop loop) {
        this.options = options;
        this.loop = loop;
        this.scope = TimeoutScope.after(options.idle).about(this::what);
    }

    /** What takes the time, for a dump. */
    private String what() {
        if (phase == Phase.IDLE || phase == Phase.HEAD) {
            return "the next request";
        }
        return request == null ? "" : request.method() + ' ' + request.path();
    }

    Phase phase() {
        return phase;
    }

    /** The status for a client whose request has come to the limit, before it was answered. */
    int status() {
        return phase == Phase.HANDLER || isOfRequest ? 503 : 408;
    }

    /** Why it has come to an end early, for whoever is told of the request. */
    Exception why() {
        return phase == Phase.GONE ? new IOException("the client has gone") : new TimeoutException(text());
    }

    private String text() {
        if (isOfRequest || phase == Phase.HANDLER) {
            return "the request was not over within " + options.request + " (requestLimit)";
        }
        return switch (phase) {
            case HEAD -> "the head has not come within " + options.head + " (headLimit)";
            case BODY -> "nothing more of the body has come for " + options.body + " (bodyLimit)";
            case WRITE -> "the client has not taken the answer for " + options.write + " (writeLimit)";
            default -> "no request has come for " + options.idle + " (idleLimit)";
        };
    }

    void idles() {
        request = null;
        isOfRequest = false;
        set(Phase.IDLE, options.idle);
    }

    void headComes() {
        if (phase == Phase.IDLE) {
            set(Phase.HEAD, options.head);
        }
    }

    /** @param handled for a dump; null if a task has its name already */
    void begins(@Nullable HttpRequest handled) {
        request = handled;
        hasLeft = false;
        begun = loop.nanoTime();
        most = options.request;
        handles();
    }

    /** How long the request has taken up to now. */
    Duration taken() {
        return Duration.ofNanos(loop.nanoTime() - begun);
    }

    void waitsForBody() {
        enter(Phase.BODY, options.body);
    }

    void handles() {
        if (hasLeft) {
            gone();
        } else {
            enter(Phase.HANDLER, most);
        }
    }

    /** An answer begins that may take any time. */
    void answersWithoutLimit() {
        most = HttpOptions.NEVER;
    }

    void writes() {
        enter(Phase.WRITE, options.write);
    }

    /** The client has ended its side: its handler ends, but not a write, which fails by itself if nobody takes that. */
    void leaves() {
        if (phase == Phase.WRITE) {
            hasLeft = true;
        } else {
            gone();
        }
    }

    /** Has what is under way end, as if its time were over. */
    void gone() {
        set(Phase.GONE, Duration.ZERO);
    }

    private void enter(Phase next, Duration limit) {
        isOfRequest = false;
        Duration shorter = limit;
        if (!most.equals(HttpOptions.NEVER)) {
            Duration left = most.minus(taken());
            isOfRequest = left.compareTo(limit) <= 0;
            shorter = isOfRequest ? left : limit;
        }
        set(next, shorter);
    }

    private void set(Phase next, Duration limit) {
        if (!scope.expired() && phase != Phase.GONE) { // what runs until it is told so does not take that back
            phase = next;
            move(scope, limit);
        }
    }

    /** Moves a limit, or takes it away. */
    static void move(TimeoutScope scope, Duration limit) {
        if (limit.equals(HttpOptions.NEVER)) {
            scope.disarm();
        } else {
            scope.reschedule(limit.isNegative() ? Duration.ZERO : limit);
        }
    }
}
