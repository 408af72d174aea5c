// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Has JGroups tell nothing: what a sample prints is shown in the guide, and who is killed leaves broken pipes behind. */
final class Quiet {
    /** Kept here, since a logger that nobody has loses its level. */
    private static final Logger JGROUPS = Logger.getLogger("org.jgroups");

    private Quiet() {}

    static void jgroups() {
        JGROUPS.setLevel(Level.OFF);
    }
}
