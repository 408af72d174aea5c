// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.debug.TaskDump;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParseResult;

/** Dumps, from files or from processes. */
record DumpSource(Question question, ParseResult arguments, Session session) {
    private static final Pattern SCHEMA = Pattern.compile("\"schema\"\\s*:\\s*\"(weft-dump/[^\"]*)\"");

    /**
     * Reads a dump.
     *
     * @param name a file, or a process
     */
    TaskDump read(String name) throws Failure {
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return parse(name, text(file));
        }
        if (name.endsWith(".json") || file.getNameCount() > 1) {
            throw new Failure(
                    ExitStatus.MISUSED, name + " does not exist; give a file that `dump --json` has written, or a PID");
        }
        List<String> texts = new ArrayList<>();
        session.targets().find(name).ask(question.request("dump.json", arguments), answer -> texts.add(answer.text()));
        if (texts.size() > 1) {
            throw new Failure(
                    ExitStatus.MISUSED,
                    "process " + name + " has " + texts.size()
                            + " runtimes of Weft, and their tasks cannot be told apart");
        }
        return parse("process " + name, texts.get(0));
    }

    private static String text(Path file) throws Failure {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(ExitStatus.MISUSED, file + " cannot be read: " + e);
        }
    }

    private static TaskDump parse(String source, String text) throws Failure {
        Matcher schema = SCHEMA.matcher(text);
        if (schema.find() && !schema.group(1).equals(TaskDump.SCHEMA)) {
            throw new Failure(
                    ExitStatus.OTHER_VERSION,
                    source + " has a dump of the form " + schema.group(1) + ", and this Weft reads " + TaskDump.SCHEMA);
        }
        try {
            return TaskDump.readJson(new StringReader(text));
        } catch (IOException e) {
            throw new Failure(ExitStatus.MISUSED, source + " has no dump that can be read: " + e.getMessage());
        }
    }
}
