// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request over one connection, up to the end of its response. Loop thread only. */
final class ClientCall {
    /** Of responses before the one that counts. */
    private static final int MOST_INTERIM = 32;

    private final ClientRequest request;
    private final Progress progress;
    private final Place place;
    private final ClientConnection connection;
    private final RequestWriter writer;

    /** Sends the body while the response is waited for; null where there is nothing left to send. */
    private @Nullable ScheduledTask<Void> sending;

    /** Since when nobody reads the response, in nanoseconds of the loop, and its neighbours among such: all of {@link Unread}. */
    long lyingSince;

    boolean isLying;

    @Nullable
    ClientCall lyingLonger;

    @Nullable
    ClientCall lyingLess;

    private boolean wasUnread;
    private boolean persists;

    ClientCall(ClientRequest request, Progress progress, Place place, ClientConnection connection) {
        this.request = request;
        this.progress = progress;
        this.place = place;
        this.connection = connection;
        this.writer = new RequestWriter(connection.stream, request, progress);
    }

    /**
     * Sends the request, and suspends until the head of the response has come.
     *
     * @throws StaleException if the connection was none any more
     */
    @Async
    Task<ClientResponse> run() throws IOException {
        progress.sends(connection.stream.peerAddress());
        boolean wasUsed = connection.begins(request, progress);
        boolean isAnswered = false;
        try {
            ResponseHead head = await(answered());
            isAnswered = true;
            return Task.of(await(response(head)));
        } catch (ClientException told) {
            throw told;
        } catch (IOException failed) {
            ClientException told = explained(
                    failed instanceof BadMessageException ? "its response is not HTTP" : "no response", failed);
            throw wasUsed && isUnanswered() ? new StaleException(told) : told;
        } finally {
            if (!isAnswered) {
                await(stopsSending());
            }
        }
    }

    private boolean isUnanswered() {
        return !connection.input.hasReceived() && !(writer.failure() instanceof MakingException);
    }

    /** What has failed on this side goes before what that did to the connection. */
    ClientException explained(String what, IOException failed) {
        Throwable ofWriter = writer.failure();
        if (ofWriter instanceof ClientException told) {
            return told;
        }
        if (ofWriter instanceof MakingException making) {
            return progress.failed("what makes its body has failed", making.reason());
        }
        ClientException told = progress.failed(what, failed);
        if (ofWriter != null) {
            told.addSuppressed(ofWriter);
        }
        return told;
    }

    // ------------------------------------------------------------------ the request

    @Async
    private Task<ResponseHead> answered() throws IOException {
        await(writer.begin());
        if (!writer.isOver() && request.expectsContinue) {
            ResponseHead early = await(moveOnAfter(progress.options.continued, limit -> head(true)));
            if (early != null && !early.isInterim()) {
                return Task.of(early);
            }
        }
        if (writer.isOver() || writer.failure() != null) {
            progress.waitsForHead();
        } else {
            progress.sendsOn();
            sending = spawn("body of " + request, writer.rest());
        }
        return Task.of(await(head(false)));
    }

    /** Suspends until a head has come: that of the response, or the word that the server wants the body, where that is asked for. */
    @Async
    private Task<ResponseHead> head(boolean isContinueEnough) throws IOException {
        for (int interim = 0; interim < MOST_INTERIM; interim++) {
            ResponseHead head = await(connection.head());
            if (!head.isInterim() || (isContinueEnough && head.status() == 100)) {
                return Task.of(head);
            }
        }
        throw new BadMessageException(502, "more than " + MOST_INTERIM + " interim responses");
    }

    /** Has the body sent no more, and suspends until nothing of that is under way. */
    @Async
    private Task<Void> stopsSending() {
        ScheduledTask<Void> task = sending;
        if (task != null && !task.isReady()) {
            task.cancel();
            await(allSettled(List.of(task))); // one that has not started ends as cancelled
        }
        await(writer.drop());
        return Task.done();
    }

    // ------------------------------------------------------------------ the response

    @Async
    private Task<ClientResponse> response(ResponseHead head) throws IOException {
        progress.hasHead();
        if (head.status() == 101) {
            return Task.of(await(switched(head)));
        }
        HttpBody body = connection.body(head, request.method, new ClientExchange(connection.input));
        persists = head.persists() && !(body instanceof UntilEndBody) && isWithoutBody(head);
        if (head.status() >= 400 || body.isOver()) { // the server has said its word, whatever is still to be sent
            await(stopsSending());
        }
        if (body.isOver()) {
            await(ends());
        } else {
            lies();
        }
        ResponseBody given = new ResponseBody(body, this);
        return Task.of(new ClientResponse(request.method, request.uri, head, given, () -> closes(given)));
    }

    /** The connection is the caller's from here on, and its place is free. */
    @Async
    private Task<ClientResponse> switched(ResponseHead head) throws IOException {
        await(stopsSending());
        Connection left = connection.switched();
        place.leave();
        return Task.of(new ClientResponse(request.method, request.uri, head, left));
    }

    /** Of a status that has no body: whether the server does not say that there is one, which others would then wait for. */
    private static boolean isWithoutBody(ResponseHead head) {
        return head.status() != 204
                || head.headers().first("content-length").orElse("0").equals("0");
    }

    /** The response is over: its connection is free for the next request, if both ends have come to the same place. */
    @Async
    Task<Void> ends() {
        await(stopsSending());
        isRead();
        place.giveBack(persists && writer.isOver() && connection.input.isEmpty());
        return Task.done();
    }

    /** What is left of the response is not wanted, or will not come. */
    void breaksOff() {
        ScheduledTask<Void> task = sending;
        if (task != null) {
            task.cancel();
        }
        isRead();
        place.giveBack(false);
    }

    /** Nobody reads the response any more. */
    void closes(HttpBody body) {
        if (place.isOver()) {
            return;
        }
        ScheduledTask<Void> task = sending;
        boolean isOver = (task == null || task.isReady()) && body.skipHeld(progress.options.maxSkipped);
        if (isOver && persists && writer.isOver() && connection.input.isEmpty()) {
            isRead();
            place.giveBack(true);
        } else {
            breaksOff();
        }
    }

    /** Somebody reads the response, or it is over. */
    void isRead() {
        place.unread().remove(this);
    }

    /** Nobody reads the response any more, unless it is over. */
    void lies() {
        if (!place.isOver()) {
            place.unread().add(this);
        }
    }

    /** Nobody has read the response for so long that its place is given to others. */
    void liesTooLong() {
        wasUnread = true;
        breaksOff();
        Reports.forgotten(
                progress.unread().getMessage() + ", and its connection is closed. Task " + progress.sender()
                        + " has sent it, and has to read the response to its end, or close it:"
                        + " try (ClientResponse response = await(client.send(request)))",
                null);
    }

    boolean isOpen() {
        return !place.isOver();
    }

    void requireOpen() throws IOException {
        if (wasUnread) {
            throw progress.unread();
        }
        if (place.isOver()) {
            throw new ClosedChannelException();
        }
    }
}
