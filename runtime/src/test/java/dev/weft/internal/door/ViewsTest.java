// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Weft;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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
}
