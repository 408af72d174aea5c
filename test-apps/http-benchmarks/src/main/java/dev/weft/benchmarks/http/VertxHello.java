// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

/** Vert.x with its defaults, which is NIO underneath, on one event loop. */
public final class VertxHello {
    private static final CharSequence PLAIN = HttpHeaders.createOptimized("text/plain");

    /** Of the one event loop, which sets it each second. */
    private static CharSequence date = HttpHeaders.createOptimized(Hello.date());

    private VertxHello() {}

    /** Runs the server. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.setPeriodic(1000, timer -> date = HttpHeaders.createOptimized(Hello.date()));
        HttpServer server = vertx.createHttpServer(options()).requestHandler(request -> {
            var unused = request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, PLAIN)
                    .putHeader(HttpHeaders.DATE, date)
                    .end(Hello.TEXT);
        });
        var unused = server.listen(Integer.parseInt(args[0]), Hello.HOST)
                .onSuccess(listens -> Hello.sayReady())
                .onFailure(Throwable::printStackTrace);
    }

    static HttpServerOptions options() {
        return new HttpServerOptions().setAcceptBacklog(Hello.BACKLOG).setTcpNoDelay(true);
    }
}
