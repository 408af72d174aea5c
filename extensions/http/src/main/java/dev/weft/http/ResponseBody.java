// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** That of a response, which gives its connection back at its end, and says of which request it is when it fails. */
final class ResponseBody extends HttpBody {
    private final HttpBody body;
    private final ClientCall call;
    private long read;

    ResponseBody(HttpBody body, ClientCall call) {
        this.body = body;
        this.call = call;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    @Async
    public Task<byte[]> read(int max) throws IOException {
        requirePositive(max);
        if (body.isOver()) {
            return Task.of(EmptyBody.NONE);
        }
        call.requireOpen();
        call.isRead();
        try {
            byte[] next = await(body.read(max));
            read += next.length;
            if (body.isOver()) {
                await(call.ends());
            }
            return Task.of(next);
        } catch (ClientException told) {
            call.breaksOff();
            throw told;
        } catch (IOException failed) {
            call.breaksOff();
            throw call.explained("the body of its response broke off after " + read + " bytes", failed);
        } finally {
            call.lies();
        }
    }

    @Override
    long left() {
        return body.left();
    }

    @Override
    byte @Nullable [] takeHeld() {
        byte[] rest = call.isOpen() ? body.takeHeld() : super.takeHeld();
        if (rest != null) {
            call.closes(body);
        }
        return rest;
    }

    @Override
    boolean skipHeld(int most) {
        return body.skipHeld(most);
    }

    @Override
    public HttpHeaders trailers() {
        return body.trailers();
    }
}
