// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.internal.door.Request.UnreadableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that take long, by clients that may have gone. */
@Timeout(60)
class LookingTest {
    private static Answer ask(String resource) {
        try {
            Request request = Request.of("GET " + resource + "\r\n\r\n", true);
            return Views.resources().answer(request == null ? fail() : request);
        } catch (UnreadableException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static Request fail() {
        throw new AssertionError("The request has not ended");
    }

    private static void lookWhenOthersLeave() {
        while (ask("/stuck?for=10m").status() == 400) {
            Thread.onSpinWait();
        }
    }

    @Test
    void leavesThreadsToOthers() throws InterruptedException {
        List<Thread> looking = new ArrayList<>();
        for (int n = 0; n < Limits.STANDARD.threads(); n++) {
            looking.add(new Thread(LookingTest::lookWhenOthersLeave));
        }
        looking.forEach(Thread::start);
        while (ask("/stuck?for=1ms").status() == 200) {
            Thread.onSpinWait(); // until as many look as may
        }
        looking.forEach(Thread::interrupt);
        for (Thread each : looking) {
            each.join();
        }
        assertEquals(200, ask("/stuck?for=1ms").status());
    }

    @Test
    void isRefusedForLongerThanAnybodyStays() {
        assertEquals(400, ask("/stuck?for=1h").status());
    }
}
