// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdwp;
import dev.weft.support.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDK's jdb, attached to a JVM of that JDK that runs {@code Debugged} under the agent. */
final class Jdb implements AutoCloseable {
    private static final String MAIN_CLASS = "com.example.targets.Debugged";
    private static final Pattern ANSWER_AND_PROMPT = Pattern.compile("(?s)\\R.*(main|weft task \\S+)\\[1] \\z");
    private static final Pattern PROMPTS = Pattern.compile("\\A((main|weft task \\S+)\\[1] )+");
    private static final Pattern STARTED_AND_PROMPT = Pattern.compile("(?s)VM Started.*main\\[1] ");
    private static final Pattern VERSION_AND_PROMPT = Pattern.compile("(?s)This is jdb version.*main\\[1] \\z");
    private static final Pattern STOP =
            Pattern.compile("\"thread=(?:main|weft task [^\"]+)\", (\\S+)\\(\\), line=(-?[\\d,.]+) bci=");
    private static final Pattern FRAME = Pattern.compile("(?m)^  \\[\\d+] (.*\\S)\\s*$");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^ ?(\\w+) = (.*\\S)\\s*$");

    private final Console debuggee;
    private final Console jdb;

    /** Where the program stands; {@link #END} after its last line. */
    record Stop(String method, int line) {
        static final Stop END = new Stop("", 0);
    }

    /** Starts the program, which waits in front of its first instruction. */
    Jdb(Path jdk, String program) throws IOException, InterruptedException {
        this(jdk, program, Built.agentOption());
    }

    /** Starts the program with an agent that has options. */
    Jdb(Path jdk, String program, String agent) throws IOException, InterruptedException {
        Path bin = jdk.resolve("bin");
        debuggee = new Console(List.of(
                bin.resolve("java").toString(),
                Jvm.C1_ALONE,
                Jdwp.OPTION,
                agent,
                "-cp",
                Built.classPath(Built.runtimeJar(), Built.targets()),
                MAIN_CLASS,
                program));
        String announced = debuggee.readUntil(Jdwp.LISTENING);
        Matcher port = Jdwp.LISTENING.matcher(announced);
        assertTrue(port.find(), announced);
        jdb = new Console(List.of(
                bin.resolve("jdb").toString(),
                "-J" + Jvm.C1_ALONE,
                "-J-Duser.language=en",
                "-attach",
                "127.0.0.1:" + port.group(1)));
        // One thread of jdb prompts because it is ready, another because the VM has started, in any order, perhaps on
        // one line, and perhaps only behind the answer to what follows: send() lives with a prompt too many.
        String started = jdb.readUntil(STARTED_AND_PROMPT);
        assertTrue(started.contains("VM Started"), started);
        // jdb has its own list of classes that "step" passes by; this adds ours, and has no answer.
        jdb.write("exclude java.*, javax.*, sun.*, com.sun.*, jdk.*, dev.weft.*");
        jdb.write("version");
        jdb.readUntil(VERSION_AND_PROMPT);
    }

    /** Returns the answer, of a command that has one. */
    private String send(String command) throws IOException, InterruptedException {
        jdb.write(command);
        return PROMPTS.matcher(jdb.readUntil(ANSWER_AND_PROMPT)).replaceFirst("");
    }

    void stopAt(int line) throws IOException, InterruptedException {
        String answer = send("stop at " + MAIN_CLASS + ":" + line);
        assertTrue(answer.contains("eferr") || answer.startsWith("Set breakpoint"), answer);
    }

    /** Goes on: with {@code cont}, {@code next}, {@code step}. */
    Stop go(String command) throws IOException, InterruptedException {
        String answer = send(command);
        Matcher stop = STOP.matcher(answer);
        if (stop.find()) {
            String method = stop.group(1).replaceFirst("^" + Pattern.quote(MAIN_CLASS) + "\\.", "");
            return new Stop(method, Integer.parseInt(stop.group(2).replaceAll("[,.]", "")));
        }
        assertTrue(answer.contains("The application exited"), answer);
        return Stop.END;
    }

    /** Goes on to each breakpoint in turn, until the program ends. */
    List<Stop> goToEnd() throws IOException, InterruptedException {
        List<Stop> stops = new ArrayList<>();
        for (Stop stop = go("cont"); !stop.equals(Stop.END); stop = go("cont")) {
            stops.add(stop);
        }
        return stops;
    }

    /** Returns the arguments and local variables with their values. */
    Map<String, String> locals() throws IOException, InterruptedException {
        return variables(send("locals"));
    }

    String print(String expression) throws IOException, InterruptedException {
        return variables(send("print " + expression)).getOrDefault(expression, "nothing");
    }

    /** Returns the text that an expression has as its value, which may have several lines. */
    String printText(String expression) throws IOException, InterruptedException {
        String answer = send("print " + expression);
        return answer.substring(answer.indexOf('"') + 1, answer.lastIndexOf('"'));
    }

    private static Map<String, String> variables(String answer) {
        Map<String, String> variables = new LinkedHashMap<>();
        VARIABLE.matcher(answer).results().forEach(found -> variables.put(found.group(1), found.group(2)));
        return variables;
    }

    /** Returns the frames of the thread, top first. */
    List<String> where() throws IOException, InterruptedException {
        return FRAME.matcher(send("where"))
                .results()
                .map(found -> found.group(1).replace(MAIN_CLASS, "Debugged"))
                .toList();
    }

    @Override
    public void close() {
        jdb.close();
        debuggee.close();
    }
}
