// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An HTTP server of Vert.x: async methods answer the requests, on the verticle's own thread. */
public final class VertxGreetings extends VerticleBase {
    final CompletableFuture<Integer> port = new CompletableFuture<>();

    // region verticle
    private ForeignLoop loop;

    @Override
    public Future<?> start() {
        loop = EventLoop.over(work -> context.runOnContext(nothing -> work.run()));
        return vertx.createHttpServer()
                .requestHandler(request -> loop.spawn(answer(request)))
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port.complete(server.actualPort()));
    }

    @Override
    public Future<?> stop() {
        return Future.fromCompletionStage(loop.closeAsync());
    }

    @Async
    private Task<Void> answer(HttpServerRequest request) {
        await(sleep(Duration.ofMillis(5)));
        String greeting = "Hello, " + request.path().substring(1);
        await(request.response().end(greeting).toCompletionStage());
        return Task.done();
    }
    // endregion
}
