// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;

/** A rule for awaits between setting a ThreadLocal and reading it, removing it, or setting it back. */
final class ThreadLocalAcrossAwait extends HeldAcrossAwait {
    private static final String THREAD_LOCAL = "java.lang.ThreadLocal";

    ThreadLocalAcrossAwait(Source source) {
        super(Diagnostic.THREAD_LOCAL_ACROSS_AWAIT, source);
    }

    @Override
    Effect effect(ExecutableElement method) {
        return switch (method.getSimpleName().toString()) {
            case "set" -> of(THREAD_LOCAL, method, Effect.TAKES);
            case "get" -> of(THREAD_LOCAL, method, Effect.USES);
            case "remove" -> of(THREAD_LOCAL, method, Effect.RELEASES);
            default -> Effect.NONE;
        };
    }

    @Override
    String why(long line) {
        return "it was set on line " + line;
    }
}
