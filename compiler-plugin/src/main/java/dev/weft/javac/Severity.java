// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import dev.weft.diagnostic.Consequence;
import dev.weft.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** What javac makes of a diagnostic. */
enum Severity {
    OFF(null),
    NOTE(Kind.NOTE),
    WARNING(Kind.WARNING),
    ERROR(Kind.ERROR);

    private final @Nullable Kind kind;

    Severity(@Nullable Kind kind) {
        this.kind = kind;
    }

    /** Nothing, if javac is to say nothing. */
    Optional<Kind> kind() {
        return Optional.ofNullable(kind);
    }

    /** The severity of a diagnostic that no option names. */
    static Severity standard(Diagnostic diagnostic) {
        if (diagnostic.consequence() == Consequence.REPORTS_ITSELF) {
            return NOTE; // with -Werror a warning fails a build
        }
        return diagnostic.consequence().failsBuild() ? ERROR : WARNING;
    }

    /** The severity that an option names. */
    static Optional<Severity> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
