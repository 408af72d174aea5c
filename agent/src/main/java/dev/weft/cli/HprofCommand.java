// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.debug.DumpForm;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import dev.weft.hprof.HeapDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Prints the tasks that a heap dump has, as {@code tree} prints those of a live program. */
final class HprofCommand implements Command {
    private static final String JSON = "--json";
    private static final String FILTER = "--filter";
    private static final String LIMIT = "--limit";
    private static final String INTERNAL = "--internal";

    /** Above how many tasks of a loop those that are alike become one entry of a text. */
    private static final int MERGED_IN_TEXT = 2_000;

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Positional.required(0, "FILE", "a heap dump, as `jcmd PID GC.heap_dump FILE` writes it"));
        flag(spec, JSON, "as JSON, in the form weft-dump/1");
        flag(spec, INTERNAL, "show the frames of Weft, too");
        spec.addOption(OptionSpec.builder(FILTER)
                .type(Pattern.class)
                .converters(Values::pattern)
                .paramLabel("PATTERN")
                .description("only tasks of which a name, a line or what they await has a match")
                .build());
        spec.addOption(OptionSpec.builder(LIMIT)
                .type(Integer.class)
                .converters(Values::number)
                .paramLabel("N")
                .description("at most so many entries; the others are counted")
                .build());
    }

    private static void flag(CommandSpec spec, String name, String meaning) {
        spec.addOption(OptionSpec.builder(name)
                .arity("0")
                .type(Boolean.class)
                .description(meaning)
                .build());
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        Path file = Path.of(arguments.matchedPositional(0).<String>getValue());
        boolean asJson = arguments.hasMatchedOption(JSON);
        DumpOptions options = DumpOptions.DEFAULT
                .withInternal(arguments.hasMatchedOption(INTERNAL))
                .withFilter(arguments.matchedOptionValue(FILTER, (Pattern) null))
                .withLimit(arguments.matchedOptionValue(LIMIT, Integer.MAX_VALUE));
        options = asJson ? options : options.withMergeAbove(MERGED_IN_TEXT);
        TaskDump dump = read(file, options);
        session.print(
                asJson
                        ? DumpForm.JSON.of(dump, options)
                        : "from a heap dump of " + dump.time() + ": " + file + "\n" + DumpForm.TREE.of(dump, options));
        return 0;
    }

    private static TaskDump read(Path file, DumpOptions options) throws Failure {
        try {
            return HeapDump.read(file, options).redacted(options.redact());
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.MISUSED, String.valueOf(unreadable.getMessage()));
        }
    }
}
