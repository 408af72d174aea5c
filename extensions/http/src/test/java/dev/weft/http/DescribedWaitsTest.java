// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Connection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** What a dump says of connections: which request has them, and how long it may. */
class DescribedWaitsTest extends SiteTest {
    private static final HttpOptions OPTIONS = HttpOptions.defaults();

    @Async
    private static Task<HttpResponse> sleeps(HttpRequest request) {
        await(sleep(Duration.ofMinutes(10)));
        return Task.of(HttpResponse.of(200));
    }

    /** The limits of time that tasks of this loop are within, a second later. */
    @Async
    private static Task<List<String>> limits() {
        await(sleep(Duration.ofSeconds(1)));
        return Task.of(Objects.requireNonNull(EventLoop.current()).tasks().stream()
                .map(ScheduledTask::waitsFor)
                .filter(Objects::nonNull)
                .filter(wait -> wait.kind().equals("timeout"))
                .map(WaitDescription::identity)
                .toList());
    }

    @Async
    private static Task<List<String>> limits(HttpOptions options, String sent) throws IOException {
        try (Site site = new Site(DescribedWaitsTest::sleeps, options);
                Connection client = await(site.connect())) {
            await(client.write(Site.bytes(sent)));
            return Task.of(await(limits()));
        }
    }

    @AsyncTest
    void saysWhichRequestAConnectionOfAServerHas() throws Exception {
        String get = "GET /orders?key=secret HTTP/1.1\r\nHost: a\r\n\r\n";
        assertEquals(List.of("PT1M of the next request"), await(limits(OPTIONS, "")));
        assertEquals(List.of("PT10S of the next request"), await(limits(OPTIONS, "GET ")));
        assertEquals(List.of("without a limit of GET /orders"), await(limits(OPTIONS, get)));
        HttpOptions limited = OPTIONS.requestLimit(Duration.ofSeconds(5));
        assertEquals(List.of("PT5S of GET /orders"), await(limits(limited, get)));
    }

    @AsyncTest
    void saysWhichRequestOfAClientIsUnderWay() throws Exception {
        try (Site site = new Site(DescribedWaitsTest::sleeps);
                Http1Client client = Http1Client.of(ClientOptions.defaults().network(site.network.host("client")))) {
            ClientRequest request = ClientRequest.get(URI.create("http://server/orders?key=secret"));
            ScheduledTask<ClientResponse> asked = spawn(client.send(request));
            assertEquals(
                    List.of("PT1M of GET http://server/orders?...", "without a limit of GET /orders"),
                    await(limits()).stream().sorted().toList());
            asked.cancel();
            try {
                await(asked);
            } catch (CancellationException expected) {
                await(sleep(Duration.ofSeconds(1)));
            }
        }
    }
}
