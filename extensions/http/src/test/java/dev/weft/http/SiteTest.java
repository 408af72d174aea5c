// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Tests whose servers are stopped behind them: a connection may linger for its client when the test has what it wants. */
@AsyncTest
abstract class SiteTest {
    private static final List<HttpServer> STARTED = new ArrayList<>();

    static void started(HttpServer server) {
        STARTED.add(server);
    }

    @AfterEach
    @Async
    void stop() {
        for (HttpServer server : STARTED) {
            await(server.stop(Duration.ofMinutes(1)));
        }
        STARTED.clear();
    }
}
