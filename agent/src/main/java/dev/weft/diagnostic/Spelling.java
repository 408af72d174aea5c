// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt word was meant to be. Any thread. */
public final class Spelling {
    /** One word in three letters may be wrong, but a word is never guessed from next to nothing. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private Spelling() {}

    /**
     * Returns the word that is meant, if one is near enough; case does not count.
     *
     * @param word the misspelt one
     * @param known those that there are
     * @return the nearest of them, or empty
     */
    public static Optional<String> nearest(String word, List<String> known) {
        String best = null;
        int fewest = 1 + word.length() / LETTERS_PER_MISTAKE;
        for (String candidate : known) {
            int mistakes = mistakes(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (mistakes <= fewest && (best == null || mistakes < fewest)) {
                best = candidate;
                fewest = mistakes;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The Levenshtein distance: how many letters to insert, drop or replace. One row of its table at a time. */
    private static int mistakes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
