// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.support.Built;
import dev.weft.support.Document;
import dev.weft.support.Jvm;
import dev.weft.support.SourceLines;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The zoo as a process of its own, which stands where it should; and the commands that look at it. */
final class OpenZoo implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("(?m)^ready (\\d+)$");
    private static final int NO_DOOR = 11;
    private static final int MOST_ASKED = 50;
    private static final Path SOURCES =
            Document.ROOT.resolve(Path.of("test-apps", "samples", "src", "main", "java", "com", "example", "zoo"));

    private final Look look;
    private final Process process;
    private final Console console;
    private final long pid;
    private final String printedAtStart;

    /** Starts it with these options of {@code java}. */
    OpenZoo(Look look, List<String> options, String... scenes) throws IOException, InterruptedException {
        this(look.way().jdk(), look, options, scenes);
    }

    /** Starts it in another Java than the one that has woven it. */
    static OpenZoo in(Path java, Look look, String... scenes) throws IOException, InterruptedException {
        return new OpenZoo(java, look, List.of(), scenes);
    }

    private OpenZoo(Path java, Look look, List<String> options, String... scenes)
            throws IOException, InterruptedException {
        this.look = look;
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(look.way().arguments("Zoo", scenes));
        arguments.remove(Jvm.NO_STALLS); // it has loops that are held up
        process = Jvm.start(java, arguments);
        console = new Console(process);
        printedAtStart = console.readUntil(READY);
        Matcher ready = READY.matcher(printedAtStart);
        if (!ready.find()) {
            close();
            throw new IllegalStateException("the zoo has not opened:\n" + printedAtStart);
        }
        pid = Long.parseLong(ready.group(1));
    }

    long pid() {
        return pid;
    }

    /** Returns what the process had printed when it stood. */
    String printedAtStart() {
        return printedAtStart;
    }

    /** Runs a command of the agent's jar about this process: {@code ask("tree")}. What follows goes behind the process. */
    Subprocess.Result ask(String command, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command, Long.toString(pid)));
        arguments.addAll(List.of(options));
        Subprocess.Result result = weft(look.ownJdk(), arguments);
        while (result.exitCode() == NO_DOOR && process.isAlive()) {
            result = weft(look.ownJdk(), arguments); // the door opens soon after the loop has begun
        }
        return result;
    }

    /** As {@link #ask}, for what has to succeed. */
    String answer(String command, String... options) throws IOException, InterruptedException {
        return ask(command, options).requireSuccess();
    }

    /** Has the process collect its garbage, and asks again and again, until the answer matches. */
    String answerAfterCollections(String command, Pattern enough) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_ASKED; i++) {
            jcmd("GC.run");
            String answer = ask(command).output();
            if (enough.matcher(answer).find()) {
                return answer;
            }
        }
        throw missing(enough, ask(command).output());
    }

    private static AssertionError missing(Pattern enough, String printed) {
        return new AssertionError("no \"%s\" in: %s".formatted(enough, printed));
    }

    /** Runs the agent's jar as a program. */
    static Subprocess.Result weft(Path jdk, List<String> arguments) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of(Jvm.C1_ALONE, "-jar", Built.agentJar().toString()));
        all.addAll(arguments);
        return Jvm.run(jdk, all);
    }

    /** Runs a {@code jcmd} of the process's own JDK. */
    String jcmd(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(Long.toString(pid)));
        all.addAll(List.of(arguments));
        return ofItsJdk("jcmd", all.toArray(String[]::new));
    }

    /** Records it with settings behind the events, until what is printed of events matches, and returns that. */
    String recordsUntil(Path file, String events, Pattern enough, String... settings)
            throws IOException, InterruptedException {
        List<String> start = new ArrayList<>(List.of("JFR.start", "name=zoo"));
        start.addAll(List.of(settings));
        jcmd(start.toArray(String[]::new));
        String printed = "";
        for (int i = 0; i < MOST_ASKED && !enough.matcher(printed).find(); i++) {
            jcmd("JFR.dump", "name=zoo", "filename=" + file);
            printed = ofItsJdk("jfr", "print", "--events", events, file.toString());
        }
        jcmd("JFR.stop", "name=zoo");
        if (!enough.matcher(printed).find()) {
            throw missing(enough, printed);
        }
        return printed;
    }

    /** Runs a program of the process's own JDK. */
    String ofItsJdk(String program, String... arguments) throws IOException, InterruptedException {
        return Jvm.process(look.way().jdk(), program, List.of(arguments)).run().requireSuccess();
    }

    /** Returns what the process prints until the text matches. */
    String printsUntil(Pattern enough) throws InterruptedException {
        return console.readUntil(enough);
    }

    /** Returns what the process has printed from its start on, until the text matches. */
    String hasPrintedUntil(Pattern enough) throws InterruptedException {
        return console.readOnUntil(enough, printedAtStart);
    }

    /** Ends it, and returns all that it has printed besides that it stood. */
    String printedUntilItsEnd() throws IOException, InterruptedException {
        return READY.matcher(printedAtStart).replaceAll("").strip() + console.endInput();
    }

    /** Kills it, so that it cleans up nothing. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Returns {@code File.java:line} of the only line of a scene's source that has this code. */
    static String line(String scene, String code) {
        return scene + ".java:" + SourceLines.with(source(scene), code);
    }

    /** Returns the source of a scene. */
    static Path source(String scene) {
        return SOURCES.resolve(scene + ".java");
    }

    @Override
    public void close() {
        console.close();
    }
}
