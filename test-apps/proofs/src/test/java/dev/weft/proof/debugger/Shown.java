// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.PrimitiveValue;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a debugger shows of a value, as far as two runs of a program can be compared by it. */
final class Shown {
    /** What a variable shows after a resume if nothing reads it any more. */
    static final Set<String> DEFAULTS = Set.of("null", "0", "0.0", "false", "\0");

    /** A task that has run in one of the two runs, and not in the other; a generator, which is another object in each. */
    static final String TASK = "a task";

    private Shown() {}

    static String of(@Nullable Value value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof StringReference text) {
            return '"' + text.value() + '"';
        }
        if (value instanceof PrimitiveValue || value instanceof ArrayReference) {
            return value.toString().replaceAll("\\(id=\\d+\\)", "");
        }
        return ofObject((ObjectReference) value);
    }

    private static String ofObject(ObjectReference object) {
        String type = object.type().name();
        if (type.startsWith("java.lang.")) {
            return type + " " + content(object);
        }
        if (type.startsWith("dev.weft.")
                || type.contains("$weft$")
                || type.endsWith("CompletableFuture")
                || type.endsWith("BlockingGenerator")) {
            return TASK;
        }
        return type.replaceAll("\\$\\$Lambda.*", " lambda");
    }

    /** The value of a boxed number, the length of a string builder. */
    private static String content(ObjectReference object) {
        return Stream.of("value", "count")
                .map(object.referenceType()::fieldByName)
                .filter(Objects::nonNull)
                .map(object::getValue)
                .filter(PrimitiveValue.class::isInstance)
                .map(Value::toString)
                .collect(Collectors.joining(" "));
    }
}
