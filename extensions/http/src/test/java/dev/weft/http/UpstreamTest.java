// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A test against servers in memory, behind which no request holds a place any more, and no connection is open. */
abstract class UpstreamTest extends SiteTest {
    private final List<Upstream> upstreams = new ArrayList<>();

    final Upstream upstream(Upstream.Script script) throws IOException {
        return upstream(ClientOptions.defaults(), script);
    }

    final Upstream upstream(ClientOptions options, Upstream.Script script) throws IOException {
        Upstream upstream = new Upstream(options, script);
        upstreams.add(upstream);
        return upstream;
    }

    @AfterEach
    @Async
    void endsWithNothingOpen() {
        for (Upstream each : upstreams) {
            assertEquals(0, each.client.statistics().active(), "places that are in use");
            assertEquals(0, each.client.statistics().waiting(), "requests that wait");
            each.client.close();
            await(each.server.stop(Duration.ofSeconds(30)));
            assertEquals(0, each.open, "connections that are open");
        }
        upstreams.clear();
    }
}
