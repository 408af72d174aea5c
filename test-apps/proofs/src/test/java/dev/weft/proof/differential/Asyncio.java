// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A Python that runs scenarios on asyncio, in a process of its own. */
final class Asyncio implements AutoCloseable {
    private final Process process;
    private final Writer input;
    private final BufferedReader output;
    final String version;

    /** Starts the interpreter {@code python} on the script. */
    Asyncio(Path python, Path script) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(python.toString(), script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process = builder.start();
        input = process.outputWriter(StandardCharsets.UTF_8);
        output = process.inputReader(StandardCharsets.UTF_8);
        version = line();
    }

    /** Has a scenario run while the caller does something else. */
    void start(Scenario scenario, Set<Rule> off) throws IOException {
        input.write(off.stream().map(Rule::name).collect(Collectors.joining(",")) + "\t" + scenario.json() + "\n");
        input.flush();
    }

    /** Returns what happened in the scenario that was started. */
    List<String> trace() throws IOException {
        return Arrays.asList(line().split("\\|"));
    }

    private String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("Python has ended; its standard error says why");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        input.close();
        output.close();
    }
}
