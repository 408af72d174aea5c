// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a dump does not show: values of variables whose name sounds like a secret, and texts that look like one. The system property {@code
 * weft.debug.redact} adds an expression for both. What is hidden is the whole value.
 */
final class Secrets {
    /** Stands for a value that is not shown. */
    static final String TEXT = "[redacted]";

    /** How much of a text is looked at: what is shown of it, and what a secret that begins there may go on with. */
    private static final int LOOKED_AT = 10 * FrameLocals.MOST_CHARS;

    private static final Pattern NAMES = Pattern.compile(
            "pass(word|wd|phrase|code)|pwd|secret|token|key|credential|auth|cookie|session|signature",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TEXTS = Pattern.compile(
            "(password|passwd|pwd|secret|token|api.?key|credential)s?[\"']?\\s*[=:]" // a setting, in a query, a header
                    // or JSON
                    + "|\\b(bearer|basic)\\s+\\S" // what HTTP authorises with
                    + "|\\beyJ[\\w-]+\\.[\\w-]+\\." // a JSON web token
                    + "|-----BEGIN" // a key as PEM
                    + "|://[^/\\s:@]*:[^/\\s@]+@", // user and password in an address
            Pattern.CASE_INSENSITIVE);

    static final Secrets CURRENT = of(System.getProperty("weft.debug.redact"));

    private final @Nullable Pattern more;
    private final boolean hidesAll;

    private Secrets(@Nullable Pattern more, boolean hidesAll) {
        this.more = more;
        this.hidesAll = hidesAll;
    }

    /** The rules with an expression more, if there is one. One that cannot be understood hides all: nobody knows what it was for. */
    static Secrets of(@Nullable String expression) {
        try {
            boolean isNone = expression == null || expression.isEmpty();
            return new Secrets(isNone ? null : Pattern.compile(expression), false);
        } catch (PatternSyntaxException wrong) {
            return new Secrets(null, true);
        }
    }

    boolean hidesName(String name) {
        return hidesAll || finds(NAMES, name) || finds(more, name);
    }

    boolean hidesText(String text) {
        String start = text.substring(0, Math.min(text.length(), LOOKED_AT));
        return hidesAll || finds(TEXTS, start) || finds(more, start);
    }

    private static boolean finds(@Nullable Pattern pattern, String text) {
        try {
            return pattern != null && pattern.matcher(text).find();
        } catch (StackOverflowError tooComplex) { // of an expression, on a text that it was not meant for
            return true;
        }
    }
}
