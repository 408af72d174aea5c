// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.cli.process.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Says where the tasks of a process spend their time, running and waiting, as stacks or as a page for a browser. */
final class ProfileCommand implements Command {
    private static final String HTML = "--html";
    private static final String DIFF = "--diff";

    /** A process tells something each second, however long it looks. */
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private final Question question = Question.with(QueryOption.SECONDS);

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Positional.required(0, "PID", "a process, or a file that `profile` has written before"));
        question.describeOptions(spec);
        file(spec, HTML, "FILE", "write a flame graph for a browser to FILE in place of stacks to the output");
        file(spec, DIFF, "BEFORE", "show what is more and what is less than in BEFORE, which `profile` has written");
    }

    private static void file(CommandSpec spec, String name, String label, String meaning) {
        spec.addOption(OptionSpec.builder(name)
                .type(Path.class)
                .paramLabel(label)
                .description(meaning)
                .build());
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        Path html = arguments.matchedOptionValue(HTML, (Path) null);
        Path diff = arguments.matchedOptionValue(DIFF, (Path) null);
        if (html != null) {
            requireWritable(html); // before minutes are spent on what cannot be kept
        }
        CollapsedStacks before = diff == null ? null : read(diff);
        String source = arguments.matchedPositional(0).getValue();
        CollapsedStacks stacks = stacks(source, arguments, session);
        if (html == null) {
            session.print(before == null ? stacks.text() : stacks.changesSince(before));
            return ExitStatus.DONE.number();
        }
        String title = diff == null ? "Task time of " + source : "Task time of " + source + " since " + diff;
        write(html, before == null ? FlamePage.of(stacks, title) : FlamePage.ofChanges(before, stacks, title));
        session.note("wrote " + html.toAbsolutePath() + ", for a browser");
        return ExitStatus.DONE.number();
    }

    private CollapsedStacks stacks(String source, ParseResult arguments, Session session) throws Failure {
        Path file = Path.of(source);
        if (Files.isRegularFile(file)) {
            return read(file);
        }
        StringBuilder text = new StringBuilder();
        Request request = question.request("profile", arguments, Map.of("seconds", "5"))
                .within(Question.timeout(arguments).plus(BETWEEN_LINES));
        long begun = System.nanoTime();
        session.targets().find(source).ask(request, answer -> text.append(answer.text()));
        noteEarlyEnd(request, System.nanoTime() - begun, session);
        text.setLength(text.lastIndexOf("\n") + 1); // without the line in which a process was killed
        return parse("process " + source, text.toString());
    }

    /** Two profiles are to be of the same time, so it is said if one is not of the time that was asked for. */
    private static void noteEarlyEnd(Request request, long nanos, Session session) {
        long seconds = Long.parseLong(request.parameters().get("seconds"));
        if (nanos < TimeUnit.SECONDS.toNanos(seconds)) {
            session.note("the process has ended after %.1f s of %d s, of which this is the profile"
                    .formatted(nanos / 1e9, seconds));
        }
    }

    private static CollapsedStacks read(Path file) throws Failure {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new Failure(ExitStatus.MISUSED, file + " cannot be read: " + e);
        }
    }

    private static CollapsedStacks parse(String source, String text) throws Failure {
        try {
            return CollapsedStacks.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitStatus.MISUSED, source + " has no profile: " + e.getMessage());
        }
    }

    private static void requireWritable(Path file) throws Failure {
        Path folder = file.toAbsolutePath().getParent();
        boolean fits = Files.exists(file)
                ? Files.isWritable(file) && !Files.isDirectory(file)
                : folder != null && Files.isWritable(folder);
        if (!fits) {
            throw new Failure(
                    ExitStatus.MISUSED, file + " cannot be written; name a file in a folder that you may write to");
        }
    }

    private static void write(Path file, String page) throws Failure {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new Failure(ExitStatus.MISUSED, file + " cannot be written: " + e);
        }
    }
}
