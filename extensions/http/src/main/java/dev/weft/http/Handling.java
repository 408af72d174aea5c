// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Has a request handled, and says what its client is told when that fails, whichever version of HTTP is spoken. Loop thread only. */
final class Handling {
    private final HttpHandler handler;
    private final HttpRequest request;
    private @Nullable Throwable failure;

    Handling(HttpHandler handler, HttpRequest request) {
        this.handler = handler;
        this.request = request;
    }

    /** Whether it asks for a tunnel to somebody else, which no handler can be. */
    static boolean isTunnel(HttpRequest request) {
        return request.method().equals("CONNECT");
    }

    /** Why the request has ended early; null if it has not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The request ends early, for a reason that is not the handler's. */
    void ends(Throwable why) {
        failure = why;
    }

    /**
     * Suspends until there is an answer.
     *
     * @param isGone whether a failure of I/O may be that of the client's connection, of which nobody is to be told
     */
    @Async
    Task<HttpResponse> answer(BooleanSupplier isGone) throws IOException {
        if (isTunnel(request)) {
            return Task.of(HttpResponse.of(501));
        }
        try {
            return Task.of(required(await(handler.handle(request))));
        } catch (CancellationException cancelled) {
            return Task.of(instead(cancelled, isGone));
        } catch (Throwable failed) {
            return Task.of(instead(failed, isGone));
        }
    }

    private HttpResponse required(@Nullable HttpResponse response) {
        if (response == null) {
            throw new NullPointerException("the handler has returned null in place of an answer");
        }
        return response.requireAnswerTo(request);
    }

    /**
     * Returns what the client is told in place of an answer that cannot be made; or throws what has failed, if that is not the handler's fault.
     *
     * @param isGone as in {@link #answer}
     */
    HttpResponse instead(Throwable failed, BooleanSupplier isGone) throws IOException {
        if (failed instanceof CancellationException cancelled && isAskedToEnd()) {
            throw cancelled;
        }
        if (failed instanceof BodyException unwanted) {
            return refusal(unwanted);
        }
        if (failed instanceof IOException gone && isOfConnection(gone, isGone)) {
            throw gone;
        }
        return fails(failed);
    }

    /** Whether this task is to end; if not, a cancellation is that of something which the handler awaited, and a failure like others. */
    static boolean isAskedToEnd() {
        return currentTask().cancelling() > 0;
    }

    private static boolean isOfConnection(IOException failed, BooleanSupplier isGone) {
        return failed instanceof BadMessageException || isGone.getAsBoolean();
    }

    /** The body is not what the handler wants, which is the client's fault, unless it is the body of something else. */
    HttpResponse refusal(BodyException unwanted) {
        int status = unwanted.status(request.body());
        if (status == 500) {
            return fails(unwanted);
        }
        failure = unwanted;
        return HttpResponse.of(status);
    }

    /** The handler, or what makes its answer, has failed before the client was told anything. */
    private HttpResponse fails(Throwable failed) {
        report(failed, "its client is told 500");
        return HttpResponse.of(500);
    }

    /**
     * What makes the answer has failed when the client had a part of it.
     *
     * @param isGone as in {@link #answer}
     */
    void breaksOff(Throwable failed, BooleanSupplier isGone) {
        boolean isOfClient = failed instanceof BodyException unwanted
                ? unwanted.status(request.body()) != 500
                : failed instanceof IOException gone && isOfConnection(gone, isGone);
        if (isOfClient) {
            failure = failed;
        } else {
            report(failed, "its answer is cut off");
        }
    }

    private void report(Throwable failed, String consequence) {
        failure = failed;
        Reports.warning(
                "The handler of " + request + " from " + request.peer() + " failed, and " + consequence, failed);
    }
}
