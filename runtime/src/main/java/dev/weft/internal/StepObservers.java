// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Reports;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who observes the loops of the process: those there are and those to come. Any thread. */
public final class StepObservers {
    private static final CopyOnWriteArrayList<StepObserver.Kind> KINDS = new CopyOnWriteArrayList<>();

    /** What begins to observe because a system property asks for it, and uses this package. */
    private static final String AT_START = "dev.weft.internal.over.AtStart";

    private static final List<String> ASKING = List.of("weft.debug.history", "weft.debug.trace");

    static {
        if (ASKING.stream().anyMatch(property -> System.getProperty(property) != null)) {
            begin();
        }
    }

    private StepObservers() {}

    private static void begin() {
        try {
            Class.forName(AT_START)
                    .asSubclass(Runnable.class)
                    .getConstructor()
                    .newInstance()
                    .run();
        } catch (Throwable failed) { // as where an application was packed without these classes
            Reports.warning("What " + String.join(" or ", ASKING) + " asks for was not begun", failed);
        }
    }

    /**
     * Has loops observed from their next turn on, new ones from their first. Does nothing for a kind that is there already.
     *
     * @param kind makes the observers
     */
    public static void add(StepObserver.Kind kind) {
        if (KINDS.addIfAbsent(kind)) {
            renewAll();
        }
    }

    /**
     * Has loops observed no longer, from their next turn on. Their observers see {@link Transition#OVER}.
     *
     * @param kind what was added; nothing happens if it was not
     */
    public static void remove(StepObserver.Kind kind) {
        if (KINDS.remove(kind)) {
            renewAll();
        }
    }

    private static void renewAll() {
        for (LoopEngine loop : Loops.list()) {
            loop.request(() -> LoopObservers.renew(loop)); // where no thread runs it, the next one does this first
        }
    }

    static List<StepObserver.Kind> kinds() {
        return KINDS;
    }
}
