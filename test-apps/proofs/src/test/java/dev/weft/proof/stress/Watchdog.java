// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.util.List;

/** Ends the process of a stress program that hangs, when it has said where. */
final class Watchdog {
    private static final int EXIT_CODE = 3;

    private Watchdog() {}

    /** Says what hangs, and ends the process. */
    static void hangs(World world, String what) {
        System.out.println("failed\t" + what + ": " + world.started + " " + world.problems());
        Thread.getAllStackTraces().forEach((thread, stack) -> System.out.println(thread + " " + List.of(stack)));
        System.out.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
