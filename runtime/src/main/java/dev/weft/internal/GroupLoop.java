// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;
import dev.weft.Priority;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Reports;
import dev.weft.spi.SingleUse;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A loop of a group, and what its thread runs: the loop, until the group ends, and its end. */
final class GroupLoop implements Runnable {
    private final String group;
    private final SelectorEventLoop loop;
    private final SpawnedTask<Void> main;
    private final Runnable ended;
    private final End end = new End();

    GroupLoop(String group, SelectorEventLoop loop, @Nullable Object site, Runnable ended) {
        this.group = group;
        this.loop = loop;
        this.ended = ended;
        main = loop.spawn(end, new Origin(group, site, null, null, true, 0, Priority.NORMAL));
    }

    @Override
    public void run() {
        try {
            loop.runUntilEnd(main);
            if (Reports.ARE_FAILURES) {
                ForgottenWork.reportLeft(loop, "The " + group);
            }
        } catch (CancellationException stopped) { // by stop() of the loop
            return;
        } catch (Throwable failed) {
            Reports.warning("A loop of " + group + " has failed, and ends", failed);
        } finally {
            close();
        }
    }

    private void close() {
        try {
            loop.close();
        } finally {
            ended.run();
        }
    }

    /** Has the loop end. Any thread; does nothing if it has. */
    void stop() {
        loop.offer(end::comes);
    }

    /** What the loop runs for: the end of its group. */
    private final class End extends SingleUse<Void> {
        void comes() {
            complete();
        }

        @Override
        protected void begin(Waiter waiter) {}

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }

        @Override
        protected String operation() {
            return "the end of " + group;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("end", "of " + group);
        }

        @Override
        public EventLoop loop() {
            return loop;
        }
    }
}
