// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

import java.util.Map;

/** What is special where a diagnostic is about a generator: it can be neither awaited nor spawned, so there is another way to fix it. */
public final class GeneratorDetails {
    /** The detail of an emit under a monitor. */
    public static final String EMIT_SUSPENDS = "emit suspends as an await does";

    /** The detail of the close of a generator under a monitor, also at the end of a try-with-resources. */
    public static final String CLOSE_SUSPENDS = "close() of a generator waits for its finally blocks, as an await does";

    /** The detail of an emit in a method that lacks the mark alone. */
    public static final String NOT_MARKED = "the method returns an AsyncGenerator, but is not marked @Async";

    /** Why nobody hears of a generator that is dropped. */
    public static final String NEVER_ASKED = "none of its code runs before its next() is awaited";

    /** The detail of null that a generator returns. */
    public static final String GENERATOR_ENDS = "a generator returns another generator, whose elements follow";

    /** The detail of a catch block of {@code Throwable} around nothing that suspends but emits. */
    public static final String TAKES_THE_CLOSE =
            "at an emit it takes what closes the generator, which may emit no more then";

    /** How to fix what has such a detail, or one that ends with it, in place of what is said of all others. */
    private static final Map<String, String> REMEDIES = Map.of(
            EMIT_SUSPENDS,
            "copy what is to be emitted to a local variable, or to a list, and emit it behind the synchronized block; or hold a"
                    + " dev.weft.sync.Mutex in place of the monitor",
            CLOSE_SUSPENDS,
            "close the generator behind the synchronized block; or hold a dev.weft.sync.Mutex in place of the monitor",
            NOT_MARKED,
            "mark the method @Async",
            NEVER_ASKED,
            "go through its elements with next(), in a loop; to hand it on, return it",
            GENERATOR_ENDS,
            "return AsyncGenerator.done() if no more follow; throw an exception if there is nothing to return",
            TAKES_THE_CLOSE,
            "catch Exception, which leaves a close alone; or leave the loop, or throw on what you have caught");

    private GeneratorDetails() {}

    /** The remedy for a detail; that of all other cases if it is not about a generator. */
    static String remedy(String detail, String other) {
        for (Map.Entry<String, String> each : REMEDIES.entrySet()) {
            if (detail.endsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return other;
    }
}
