// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.util.regex.Pattern;

/** How a JVM is started for a debugger, in front of whose first instruction it waits. */
public final class Jdwp {
    /** The option of {@code java}: any free port of this machine. */
    public static final String OPTION = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";

    /** What the JVM prints then, with the port as the first group. */
    public static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (\\d+)\\R");

    private Jdwp() {}
}
