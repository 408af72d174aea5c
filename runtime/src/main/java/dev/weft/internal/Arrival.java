// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.RealTimeException;
import dev.weft.WaitDescription;
import dev.weft.spi.Fence;

/** What another thread did to a simulated loop while nothing held its clock, and where. */
final class Arrival {
    private final String thread = Thread.currentThread().getName();
    private final String did;
    private final Object subject;
    private final Throwable where = new Throwable("the stack of thread \"" + thread + '"');

    /**
     * Notes what the calling thread does.
     *
     * @param did such as {@code woken}
     * @param subject to what or whom
     */
    Arrival(String did, Object subject) {
        this.did = did;
        this.subject = subject;
    }

    /** Makes the failure of the run. On the loop's thread, before the task that is the subject goes on. */
    RealTimeException failure(String replay) {
        return new RealTimeException(
                "Thread \"" + thread + "\" has " + did + ' ' + text()
                        + " while nothing held the clock of this simulated event loop."
                        + " Virtual time does not wait for other threads, so the next run may be another one."
                        + " Before that thread begins, take a hold, loop.hold(\"what it does\"), and have it close the hold when it is done;"
                        + " or give it the work by Weft.blocking(...). Where it was, the cause shows." + replay,
                where);
    }

    private String text() {
        if (!(subject instanceof SpawnedTask<?> task)) {
            return subject instanceof String call ? call : Fence.nameOf(subject);
        }
        WaitDescription wait = task.describeWait();
        return "task " + task.name()
                + (wait == null ? "" : ", which waits for " + (wait.kind() + ' ' + wait.identity()).strip() + ',');
    }
}
