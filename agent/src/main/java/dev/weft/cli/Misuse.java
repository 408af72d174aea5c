// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.diagnostic.Spelling;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class Misuse {
    /** What is missing, in the parser's own sentence. It lists the first one alone elsewhere. */
    private static final Pattern LABEL = Pattern.compile("'([^']+)'");

    private Misuse() {}

    static String sentence(ParameterException misuse) {
        if (misuse instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (misuse instanceof MissingParameterException missing) {
            return missing(missing);
        }
        String text = String.valueOf(misuse.getMessage()).lines().findFirst().orElse("");
        return text.isEmpty() ? misuse.toString() : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String missing(MissingParameterException misuse) {
        if (misuse.getMissing().get(0) instanceof OptionSpec option) {
            String name = option.longestName();
            return name + " lacks its value: " + name + " " + option.paramLabel();
        }
        List<String> labels = LABEL.matcher(String.valueOf(misuse.getMessage()))
                .results()
                .map(label -> label.group(1))
                .toList();
        return String.join(" and ", labels)
                + (labels.size() == 1 ? " is missing" : " are missing")
                + (labels.contains("PID") ? "; `ps` lists the processes that answer" : "");
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
                        .map(nearest -> " (did you mean \"" + nearest + "\"?)")
                        .orElse("");
    }
}
