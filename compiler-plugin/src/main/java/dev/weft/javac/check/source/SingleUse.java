// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.util.TreePath;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What can be awaited once: tasks, and what the runtime makes for one await, whatever type the source has for it. */
public final class SingleUse {
    private static final String BASE = "dev.weft.spi.SingleUse";
    private static final Map<String, Set<String>> MADE_BY = Map.ofEntries(
            Map.entry(
                    Source.WEFT,
                    Set.of(
                            "sleep",
                            "blocking",
                            "gather",
                            "allSettled",
                            "any",
                            "race",
                            "asCompleted",
                            "waitFor",
                            "timeout",
                            "moveOnAfter",
                            "shield")),
            Map.entry("dev.weft.TaskGroup", Set.of("run", "supervise", "join")),
            Map.entry("dev.weft.AsyncGenerator", Set.of("next", "closing")),
            Map.entry("dev.weft.TimeoutScope", Set.of("run", "moveOn")),
            Map.entry("dev.weft.AsCompleted", Set.of("next")),
            Map.entry("dev.weft.net.Tcp", Set.of("openConnection")),
            Map.entry("dev.weft.net.Unix", Set.of("openConnection")),
            Map.entry("dev.weft.net.GroupServer", Set.of("closed")),
            Map.entry("dev.weft.net.Server", Set.of("closed")),
            Map.entry(
                    "dev.weft.io.ByteStream",
                    Set.of("read", "readAll", "readExactly", "readLine", "readUntil", "peek", "sendFile", "write")),
            Map.entry("dev.weft.io.Framing", Set.of("read")),
            Map.entry("dev.weft.io.StreamCopy", Set.of("copy", "copyBidirectional")),
            Map.entry("dev.weft.io.StreamWriter", Set.of("drain", "flush", "finish")));

    private final Source source;

    /**
     * Makes one.
     *
     * @param source the compilation
     */
    public SingleUse(Source source) {
        this.source = source;
    }

    /**
     * Whether a type says that its objects can be awaited once.
     *
     * @param type the type; null for none
     * @return true if it does
     */
    public boolean isType(@Nullable TypeMirror type) {
        return source.isTask(type) || source.isBelow(type, BASE);
    }

    /**
     * Whether an expression makes something that can be awaited once.
     *
     * @param value the expression
     * @return true if it surely does
     */
    public boolean isMadeBy(TreePath value) {
        boolean isKnown = source.trees().getElement(value) instanceof ExecutableElement method
                && MADE_BY.getOrDefault(Source.ownerOf(method), Set.of())
                        .contains(method.getSimpleName().toString());
        return isKnown || (isType(source.trees().getTypeMirror(value)) && !isCompleted(value));
    }

    /**
     * Whether an expression makes a task that is complete from the start, and may be awaited any number of times.
     *
     * @param value the expression
     * @return true if it does
     */
    public boolean isCompleted(TreePath value) {
        return source.trees().getElement(value) instanceof ExecutableElement method
                && Source.ownerOf(method).equals(Source.TASK);
    }
}
