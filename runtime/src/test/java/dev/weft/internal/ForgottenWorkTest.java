// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Caller;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tasks a main task leaves behind that has ended, as a strict run sees them. */
class ForgottenWorkTest {
    private final EventLoop loop = EventLoop.create();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() {
        loop.close();
        log.close();
    }

    private List<String> leftBy(Script.Body main) {
        var unused = loop.run(Script.of(main));
        ForgottenWork.reportLeft((LoopEngine) loop, "The main task");
        return log.messages();
    }

    @Test
    void aTaskThatNobodyHasCancelledIsLeft() {
        List<String> left = leftBy((step, last) -> {
            var unused = Caller.call(() -> Weft.spawn("sleeper", Weft.sleep(Duration.ofDays(1))));
            return null;
        });
        assertEquals(1, left.size(), left::toString);
        assertTrue(left.get(0).contains("\nTask sleeper, spawned at "), left::toString);
    }

    @Test
    void oneThatIsAboutToEndSinceItIsCancelledIsNot() {
        assertEquals(List.of(), leftBy((step, last) -> {
            Caller.call(() -> Weft.spawn("sleeper", Weft.sleep(Duration.ofDays(1))))
                    .cancel();
            return null;
        }));
    }

    private static Server start() {
        try {
            return Tcp.startServer(connection -> Task.done(), "127.0.0.1", 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aServerThatIsClosedLeavesNothing() {
        assertEquals(List.of(), leftBy((step, last) -> {
            try (Server server = Caller.call(ForgottenWorkTest::start)) {
                return server.connections();
            }
        }));
    }
}
