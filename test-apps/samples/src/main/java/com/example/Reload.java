// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.race;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.process.Signals;

/** Reads its settings again at each SIGHUP, until the JVM is told to end. */
public final class Reload {
    private Reload() {}

    // region reload
    @Async
    static Task<Void> reload() {
        try (Signals hangUp = Signals.on("HUP")) {
            for (int version = 1; ; version++) {
                System.out.println("settings, version " + version);
                await(hangUp.next());
            }
        } finally {
            System.out.println("SIGHUP is given back");
        }
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        run(race(reload(), Shutdown.begins()));
    }
    // endregion
}
