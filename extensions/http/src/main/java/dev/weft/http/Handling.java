// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

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
            return Task.of(await(handler.handle(request)).requireAnswerTo(request));
        } catch (CancellationException | BadMessageException notItsFault) {
            throw notItsFault;
        } catch (BodyException unwanted) {
            return Task.of(refusal(unwanted));
        } catch (Throwable failed) {
            if (failed instanceof IOException gone && isGone.getAsBoolean()) {
                throw gone;
            }
            return Task.of(fails(failed));
        }
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
    HttpResponse fails(Throwable failed) {
        report(failed, "its client is told 500");
        return HttpResponse.of(500);
    }

    /** What makes the answer has failed when the client had a part of it. */
    void breaksOff(Throwable failed) {
        report(failed, "its answer is cut off");
    }

    private void report(Throwable failed, String consequence) {
        failure = failed;
        Reports.warning(
                "The handler of " + request + " from " + request.peer() + " failed, and " + consequence, failed);
    }
}
