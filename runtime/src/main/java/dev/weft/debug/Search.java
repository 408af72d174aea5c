// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for an expression in a text, and not for ever: one such as {@code (.*)*x} takes longer with each character by a factor, and would
 * keep a processor of the program busy long after whoever asked has gone.
 */
final class Search {
    /** As many characters as are looked at for one text, some milliseconds' worth; a plain search looks at each once, or at most a few times. */
    private static final int MOST_LOOKS = 2_000_000;

    private static final int SHOWN = 40;

    private Search() {}

    /**
     * Whether the text contains a match.
     *
     * @throws IllegalArgumentException if that takes too long, or too much of the stack
     */
    static boolean finds(Pattern pattern, String text) {
        try {
            return in(text, pattern).find();
        } catch (EndlessException | StackOverflowError tooHard) {
            String start = Words.plain(text.substring(0, Math.min(text.length(), SHOWN)));
            throw new IllegalArgumentException("The expression " + pattern + " takes too long for a text of "
                    + text.length() + " characters, \"" + start
                    + "\"…: write it without a repetition inside a repetition, as in (a*)*");
        }
    }

    /** The text with each match replaced; the replacement alone if to find them takes too long. */
    static String replaceAll(Pattern pattern, String text, String replacement) {
        try {
            return in(text, pattern).replaceAll(Matcher.quoteReplacement(replacement));
        } catch (EndlessException | StackOverflowError tooHard) {
            return replacement;
        }
    }

    private static Matcher in(String text, Pattern pattern) {
        return pattern.matcher(new Bounded(text));
    }

    /** A text that can be looked at for so long. */
    private static final class Bounded implements CharSequence {
        private final String text;
        private int looks;

        Bounded(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new EndlessException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class EndlessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndlessException() {
            super(null, null, false, false);
        }
    }
}
