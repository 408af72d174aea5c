// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import dev.weft.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a method of a library has no woven twin: what a look at it tells, and what the weaver refuses it for. */
public enum Reason {
    /** Abstract or native. */
    NO_CODE("no code"),
    /** A constructor or a static initialiser. */
    INITIALIZER("constructor, initialiser"),
    /** Marked {@code synchronized}. */
    SYNCHRONIZED("synchronized"),
    /** Calls nothing, so there is nowhere to suspend. */
    NO_CALLS("no calls"),
    /** Each of its calls is made under a monitor. */
    UNDER_MONITOR("all calls under a monitor"),
    /** Of a class file older than Java 7. */
    CLASS_FILE_TOO_OLD("class file too old"),
    /** With suspension points, the method or its class is larger than a class file can hold. */
    TOO_LARGE("too large", Diagnostic.METHOD_TOO_LARGE),
    /** Takes as many parameters as a method can. */
    TOO_MANY_PARAMETERS("too many parameters", Diagnostic.TOO_MANY_PARAMETERS);

    private final String text;
    private final @Nullable Diagnostic refusal;

    Reason(String text) {
        this(text, null);
    }

    Reason(String text, @Nullable Diagnostic refusal) {
        this.text = text;
        this.refusal = refusal;
    }

    /** Why a twin that was written may be refused; empty if no method of these libraries should be refused for it. */
    static Optional<Reason> of(Diagnostic refusal) {
        return Arrays.stream(values())
                .filter(reason -> reason.refusal == refusal)
                .findFirst();
    }

    /** How tables name it. */
    public String text() {
        return text;
    }
}
