// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.diagnostic.Spelling;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class Misuse {
    private Misuse() {}

    static String sentence(ParameterException misuse) {
        if (misuse instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        String text = String.valueOf(misuse.getMessage()).lines().findFirst().orElse("");
        return text.isEmpty() ? misuse.toString() : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String unmatched(UnmatchedArgumentException misuse) {
        String argument = misuse.getUnmatched().get(0);
        if (!misuse.isUnknownOption()) {
            return "\"" + argument + "\" is one argument too many";
        }
        List<String> options = List.copyOf(
                misuse.getCommandLine().getCommandSpec().optionsMap().keySet());
        return "there is no option \"" + argument + "\""
                + Spelling.nearest(argument, options)
                        .map(nearest -> ", did you mean \"" + nearest + "\"?")
                        .orElse("");
    }
}
