// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what changed from one dump of a process to the next. */
final class DiffCommand implements Command {
    private static final String FOR = "--for";
    private static final String FILTER = "--filter";
    private static final Question QUESTION = Question.with();

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Positional.required(0, "BEFORE", "a file that `dump --json` has written, or a process"));
        spec.addPositional(Positional.optional(
                1, "AFTER", "the same, later; without it, BEFORE is a process, and is asked twice"));
        spec.addOption(OptionSpec.builder(FOR)
                .type(Duration.class)
                .converters(Durations::parse)
                .paramLabel("TIME")
                .description("the time between the two dumps of one process; 5s if not given")
                .build());
        spec.addOption(OptionSpec.builder(FILTER)
                .type(Pattern.class)
                .converters(Values::pattern)
                .paramLabel("PATTERN")
                .description("look only at tasks of which a name, a line or what they await has a match")
                .build());
        QUESTION.describeOptions(spec);
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        DumpSource source = new DumpSource(QUESTION, arguments, session);
        String first = arguments.matchedPositional(0).getValue();
        boolean isLater = arguments.hasMatchedPositional(1);
        if (isLater && arguments.hasMatchedOption(FOR)) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(),
                    FOR + " is the time between two dumps of one process, and two are given");
        }
        TaskDump before = source.read(first);
        if (!isLater) {
            pause(arguments.matchedOptionValue(FOR, Duration.ofSeconds(5)));
        }
        TaskDump after = source.read(isLater ? arguments.matchedPositional(1).getValue() : first);
        Pattern filter = arguments.matchedOptionValue(FILTER, (Pattern) null);
        return session.print(after.difference(before, DumpOptions.DEFAULT.withFilter(filter)));
    }

    private static void pause(Duration time) throws Failure {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitStatus.MISUSED, "interrupted");
        }
    }
}
