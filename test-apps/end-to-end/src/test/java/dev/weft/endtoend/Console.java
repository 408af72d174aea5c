// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process, driven by what it prints. */
final class Console implements AutoCloseable {
    private static final int TIMEOUT_MINUTES = 2;
    private static final String END = "";

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    Console(List<String> command) throws IOException {
        this(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Takes over a process whose error output comes with its output. */
    Console(Process process) {
        this.process = process;
        input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "reads process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        char[] buffer = new char[8192];
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                output.add(new String(buffer, 0, length));
            }
        } catch (IOException e) {
            output.add(e.toString()); // the process was killed
        } finally {
            output.add(END);
        }
    }

    void write(String line) throws IOException {
        input.write(line + System.lineSeparator());
        input.flush();
    }

    /** Returns what the process prints up to now and on, until the text matches or the process ends. */
    String readUntil(Pattern enough) throws InterruptedException {
        return readOnUntil(enough, "");
    }

    /** Returns a text with what the process prints after it, until that as a whole matches or the process ends. */
    String readOnUntil(Pattern enough, String before) throws InterruptedException {
        StringBuilder text = new StringBuilder(before);
        while (!enough.matcher(text).find()) {
            String more = output.poll(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            if (more == null) {
                throw new IllegalStateException(
                        "no \"%s\" in %d minutes:%n%s".formatted(enough, TIMEOUT_MINUTES, text));
            }
            if (more.equals(END)) {
                output.add(END);
                break;
            }
            text.append(more);
        }
        return text.toString();
    }

    /** Ends the standard input of the process, and returns what it prints from now on until it ends. */
    String endInput() throws IOException, InterruptedException {
        input.close();
        return readUntil(Pattern.compile("(?!)")); // which nothing matches
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
