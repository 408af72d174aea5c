// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.TaskDump;
import dev.weft.internal.LoopInspection;

/** What this process is, as far as it can be told without asking a loop. */
final class Summary {
    private Summary() {}

    /** Adds it to an answer, in lines before the body. */
    static Answer told(Answer answer) {
        String version = TaskDump.class.getPackage().getImplementationVersion();
        Answer told = answer.with(
                        "Weft-Pid", String.valueOf(ProcessHandle.current().pid()))
                .with("Weft-Jdk", Runtime.version().toString())
                .with("Weft-Loops", String.valueOf(loops()))
                .with("Weft-Tasks", String.valueOf(tasks()));
        String main = main();
        told = main.isEmpty() ? told : told.with("Weft-Main", main);
        return version == null ? told : told.with("Weft-Version", version);
    }

    /** The main class, or the jar that was started; empty where a program of the user's has started the JVM. */
    private static String main() {
        String command = System.getProperty("sun.java.command", "");
        int space = command.indexOf(' ');
        return space < 0 ? command : command.substring(0, space);
    }

    static int loops() {
        return LoopInspection.all().size();
    }

    /** The tasks of all loops and those without one, counted while they come and go. */
    static int tasks() {
        int[] count = {0};
        LoopInspection.all().forEach(loop -> loop.showOutside(task -> count[0]++, Integer.MAX_VALUE));
        LoopInspection.showDetached(task -> count[0]++);
        return count[0];
    }
}
