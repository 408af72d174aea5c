// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** The proxy of Vert.x with its defaults, but for the connections behind it, on one event loop. */
public final class VertxProxy {
    private static final int CONNECTIONS = 500;

    private VertxProxy() {}

    /** Runs the proxy: its port, and that of the server behind. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        HttpProxy proxy = HttpProxy.reverseProxy(client).origin(Integer.parseInt(args[1]), Hello.HOST);
        var unused = vertx.createHttpServer(VertxHello.options())
                .requestHandler(proxy)
                .listen(Integer.parseInt(args[0]), Hello.HOST)
                .onSuccess(listens -> Hello.sayReady())
                .onFailure(Throwable::printStackTrace);
    }
}
