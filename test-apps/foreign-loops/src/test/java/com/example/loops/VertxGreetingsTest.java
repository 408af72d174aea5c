// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A verticle whose requests are answered by woven tasks. */
@Timeout(60)
class VertxGreetingsTest {
    private final Vertx vertx = Vertx.vertx();

    @Test
    void answersRequestsAndEndsWithItsVerticle() throws Exception {
        VertxGreetings verticle = new VertxGreetings();
        String id = vertx.deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String name : List.of("ann", "bob", "cid")) {
            URI uri = URI.create("http://127.0.0.1:" + verticle.port.get() + "/" + name);
            answers.add(client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .thenApply(response -> response.body()));
        }
        List<String> texts = new ArrayList<>();
        for (CompletableFuture<String> answer : answers) {
            texts.add(answer.get());
        }
        assertEquals(List.of("Hello, ann", "Hello, bob", "Hello, cid"), texts);
        vertx.undeploy(id).toCompletionStage().toCompletableFuture().get();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
