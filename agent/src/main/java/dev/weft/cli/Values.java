// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.TypeConversionException;

/** Numbers and patterns as they are typed, and what is said of others. */
final class Values {
    private Values() {}

    static Integer number(String typed) {
        if (!typed.matches("\\d{1,9}")) {
            throw new TypeConversionException("'" + typed + "' is no number; give one such as 20");
        }
        return Integer.valueOf(typed);
    }

    static Pattern pattern(String typed) {
        try {
            return Pattern.compile(typed);
        } catch (PatternSyntaxException e) {
            throw new TypeConversionException("'" + typed + "' is no regular expression: " + e.getDescription());
        }
    }
}
