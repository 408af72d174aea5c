// SPDX-License-Identifier: Apache-2.0
package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program of this module in a process of its own, driven by what it prints. */
final class Program implements AutoCloseable {
    private static final int MOST_MINUTES = 2;
    private static final String END = "\0";

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Program(Process process) {
        this.process = process;
        input = process.outputWriter(UTF_8);
        Thread reader = new Thread(this::read, "reads process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one on a JDK. */
    static Program start(Path jdk, Class<?> type, String... arguments) throws IOException {
        return new Program(Jvm.start(jdk, arguments(type, arguments)));
    }

    /** What {@code java} has to be told. */
    static List<String> arguments(Class<?> type, String... more) {
        Path target = Path.of("target").toAbsolutePath();
        List<String> all =
                new ArrayList<>(List.of(Built.agentOption(), Jvm.C1_ALONE, "-XX:+UseSerialGC", Jvm.NO_STALLS));
        all.add("-cp");
        all.add(Built.classPath(Built.runtimeJar(), target.resolve("classes"), target.resolve("test-classes"))
                + File.pathSeparator
                + target.resolve("libraries")
                + File.separator
                + '*');
        all.add(type.getName());
        all.addAll(List.of(more));
        return all;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | RuntimeException killed) {
            lines.add(killed.toString());
        } finally {
            lines.add(END);
        }
    }

    long pid() {
        return process.pid();
    }

    void write(String line) throws IOException {
        input.write(line + System.lineSeparator());
        input.flush();
    }

    /** Returns what it prints from the last line on that was returned, up to the first one that has this in it, or to its end. */
    String until(String pattern) throws InterruptedException {
        Pattern enough = Pattern.compile(pattern);
        StringBuilder text = new StringBuilder();
        for (String line = next(text); !line.equals(END); line = next(text)) {
            text.append(line).append('\n');
            if (enough.matcher(line).find()) {
                return text.toString();
            }
        }
        lines.add(END);
        return text.toString();
    }

    private String next(StringBuilder before) throws InterruptedException {
        String line = lines.poll(MOST_MINUTES, TimeUnit.MINUTES);
        if (line == null) {
            throw new IllegalStateException("nothing more in " + MOST_MINUTES + " minutes:\n" + before);
        }
        return line;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
