// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.currentTask;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.TimeoutScope;
import dev.weft.WaitDescription;
import dev.weft.http.ClientException.Phase;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a client's request has come, with whom, and how long each phase of it may take. Loop thread only. */
final class Progress {
    final TimeoutScope scope;
    final ClientOptions.Values options;
    private final EventLoop loop;
    private final long begun;

    /** Whose response it is to read. */
    private final ScheduledTask<?> sender = currentTask();

    /** What is asked for now, behind redirects. */
    private ClientRequest request;

    private @Nullable InetSocketAddress peer;
    private Phase phase = Phase.QUEUE;

    Progress(ClientRequest request, ClientOptions.Values options, EventLoop loop) {
        this.request = request;
        this.options = options;
        this.loop = loop;
        this.begun = loop.nanoTime();
        this.scope = TimeoutScope.after(shorter(options.queue)).about(() -> this.request.toString());
    }

    Phase phase() {
        return phase;
    }

    /** The name of the task that has sent the request. */
    String sender() {
        return sender.name();
    }

    /** Begins anew, with what a redirect leads to or with a second attempt. */
    void begins(ClientRequest next) {
        request = next;
        peer = null;
        enters(Phase.QUEUE, options.queue);
    }

    void connects() {
        enters(Phase.CONNECT, options.connecting);
    }

    void sends(InetSocketAddress to) {
        peer = to;
        enters(Phase.REQUEST, options.write);
    }

    /** A task of its own sends the body, and limits that. */
    void sendsOn() {
        enters(Phase.REQUEST, HttpOptions.NEVER);
    }

    void waitsForHead() {
        if (phase != Phase.BODY) {
            enters(Phase.HEAD, options.head);
        }
    }

    /** From now on each read has a limit of its own. */
    void hasHead() {
        phase = Phase.BODY;
    }

    private void enters(Phase next, Duration most) {
        if (!scope.expired()) {
            phase = next;
            Limits.move(scope, shorter(most));
        }
    }

    /** How long the next piece of the body may take; null while the scope limits what is done. */
    @Nullable
    Duration bodyLimit() {
        return phase == Phase.BODY ? shorter(options.body) : null;
    }

    private Duration shorter(Duration most) {
        if (options.request.equals(HttpOptions.NEVER)) {
            return most;
        }
        Duration left = options.request.minusNanos(loop.nanoTime() - begun);
        Duration shorter = left.compareTo(most) < 0 ? left : most;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    // ------------------------------------------------------------------ what is said of it

    ClientException failed(String what, @Nullable Throwable cause) {
        String why = cause == null ? "" : ": " + (cause.getMessage() == null ? cause : cause.getMessage());
        return new ClientException(where() + what + why, request.uri(), phase, cause);
    }

    ClientTimeoutException late(Phase at, @Nullable Throwable cause) {
        boolean isWhole =
                !options.request.equals(HttpOptions.NEVER) && loop.nanoTime() - begun >= options.request.toNanos();
        String what = isWhole
                ? "not over within " + text(options.request) + " (requestLimit), " + doing(at)
                : doing(at) + limit(at);
        return new ClientTimeoutException(where() + what, request.uri(), at, cause);
    }

    /** Nobody has read the response for longer than it may lie. */
    ClientTimeoutException unread() {
        return new ClientTimeoutException(
                where() + "nobody has read its response" + after(options.unread, "unreadLimit"),
                request.uri(),
                Phase.BODY,
                null);
    }

    private static String doing(Phase phase) {
        return switch (phase) {
            case QUEUE -> "still in line for a connection";
            case CONNECT -> "no connection";
            case REQUEST -> "the server takes nothing more of the request";
            case HEAD -> "no response";
            case BODY -> "nothing more of the body of the response";
        };
    }

    private String limit(Phase phase) {
        return switch (phase) {
            case QUEUE -> after(options.queue, "queueLimit") + ", of which the host has " + options.maxConnections;
            case CONNECT -> after(options.connecting, "connectLimit");
            case REQUEST -> after(options.write, "writeLimit");
            case HEAD -> after(options.head, "headLimit");
            case BODY -> after(options.body, "bodyLimit");
        };
    }

    private static String after(Duration time, String option) {
        return " after " + text(time) + " (" + option + ')';
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private String where() {
        return request + (peer == null ? "" : " at " + text(peer)) + ": ";
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }

    /** What a task waits for that reads, for dumps. */
    WaitDescription describe(long deadlineNanos) {
        InetSocketAddress known = peer;
        return new WaitDescription(
                phase == Phase.BODY ? "body" : "response",
                "of " + request + (known == null ? "" : " from " + text(known)),
                known,
                deadlineNanos);
    }
}
