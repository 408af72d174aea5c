// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.EventLoop;
import dev.weft.Shutdown;
import dev.weft.Weft;
import java.time.Duration;

/** A program whose loop runs on when the JVM ends, though a task of it was told. It has used its log before. */
public final class TardyShutdown {
    private TardyShutdown() {}

    public static void main(String[] args) {
        System.getLogger("program").log(System.Logger.Level.INFO, "has a log");
        EventLoop loop = EventLoop.create();
        loop.spawn("tardy", Shutdown.begins(Duration.ofMillis(1)));
        loop.post(() -> System.out.println("runs"));
        loop.run(Weft.sleep(Duration.ofDays(1)));
    }
}
