// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.ClusterMembers;
import dev.weft.spi.MemberDump;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {
    private static String ask(String resource) throws Exception {
        Request request = Objects.requireNonNull(Request.of("GET " + resource + "\r\n\r\n", true));
        StringBuilder text = new StringBuilder();
        Views.resources().answer(request).body().writeTo(text);
        return text.toString();
    }

    @Test
    void aFilterFindsOneTaskAmongThousandsThatAreAlike() throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            for (int number = 1; number <= 2_100; number++) {
                loop.spawn("job-" + number, Weft.sleep(Duration.ofHours(1))).cancel();
            }
            assertTrue(ask("/ps?filter=job-2077%24").contains(" job-2077 "));
        }
    }

    private record Member(String node, String address, EventLoop loop) implements ClusterMember {
        @Override
        public List<MemberDump> askOthers(Duration limit) {
            return List.of(new MemberDump("b", "memory:2", null, "nothing within " + limit));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/tree?cluster, PT3S",
        "/dump?cluster=true&timeout=250ms, PT0.25S",
        "/dump.json?cluster&timeout=2s, PT2S",
        "/check?cluster, PT3S"
    })
    void asksAllNodesOfTheClusterForAsLongAsItIsTold(String resource, String limit) throws Exception {
        try (EventLoop loop = EventLoop.create();
                var member = ClusterMembers.register(new Member("a", "memory:1", loop))) {
            assertNotNull(member);
            String text = ask(resource);
            assertTrue(text.contains("nothing within " + limit), text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/tree?cluster, 'This process is no node of a cluster, so there is nobody else to ask.'",
        "/tree?cluster&timeout=2m, 'timeout has to be from 1ms to 60s, and is: 2m'",
        "/tree?cluster&timeout=0s, 'timeout has to be from 1ms to 60s, and is: 0s'",
        "/check?timeout=1s, 'timeout is how long other nodes have; say cluster, too'",
        "/ps?cluster, 'There is no parameter cluster here'"
    })
    void refusesWhatCannotBeAskedOfACluster(String resource, String reason) throws Exception {
        Answer answer =
                Views.resources().answer(Objects.requireNonNull(Request.of("GET " + resource + "\r\n\r\n", true)));
        assertEquals(400, answer.status());
        assertTrue(ask(resource).startsWith(reason), ask(resource));
    }
}
