// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import dev.weft.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** What javac makes of a diagnostic. */
enum Severity {
    OFF(null),
    NOTE(Kind.NOTE),
    WARNING(Kind.WARNING),
    ERROR(Kind.ERROR);

    private static final Set<Diagnostic> WARNINGS = EnumSet.of(
            Diagnostic.METHOD_NOT_COMPILED,
            Diagnostic.RULE_FAILURE,
            Diagnostic.BLOCKING_CALL_IN_ASYNC,
            Diagnostic.LOCK_HELD_ACROSS_AWAIT,
            Diagnostic.THREAD_LOCAL_ACROSS_AWAIT,
            Diagnostic.WRITE_CUT_BY_TIMEOUT);

    private final @Nullable Kind kind;

    Severity(@Nullable Kind kind) {
        this.kind = kind;
    }

    /** Nothing, if javac is to say nothing. */
    Optional<Kind> kind() {
        return Optional.ofNullable(kind);
    }

    /** An error where a method could not run, or would never do so; a warning where it runs and may disappoint. */
    static Severity standard(Diagnostic diagnostic) {
        return WARNINGS.contains(diagnostic) ? WARNING : ERROR;
    }

    /** The severity that an option names. */
    static Optional<Severity> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
