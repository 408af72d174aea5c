// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** A load whose connections are open, and which sends nothing until it is told to, and closes nothing until it is told to. */
final class PausedLoad implements AutoCloseable {
    /** How many lines tell what happened. */
    private static final int FIGURES = 8;

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    /** Waits for the end of the warm-up. */
    PausedLoad(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader(UTF_8);
        this.input = process.outputWriter(UTF_8);
        String first = output.readLine();
        if (!"ready".equals(first)) {
            throw new IOException("the load generator says " + first);
        }
    }

    /** Runs it, and returns how many requests there were. */
    double requests() throws IOException {
        goOn();
        List<String> figures = new ArrayList<>();
        while (figures.size() < FIGURES) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the load generator ended behind " + figures);
            }
            figures.add(line);
        }
        return EchoLoad.value(EchoLoad.values(figures.stream()), "requests");
    }

    private void goOn() throws IOException {
        input.write('\n');
        input.flush();
    }

    @Override
    public void close() throws IOException {
        input.close();
        process.onExit().join();
    }
}
