// SPDX-License-Identifier: Apache-2.0
package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What one process has run. Each line is in the hands of the system when it is written, so that it outlives a kill. */
final class SoakLog {
    private static final String SUFFIX = ".runs";

    /**
     * A line: that a request began, or that it ended with a value.
     *
     * @param request its number
     * @param entity which one ran it; {@code -} for a service
     * @param micros when, by the clock of the machine
     * @param process which process
     */
    record Line(boolean isStart, long request, String entity, long micros, String process) {
        static Line of(String text) {
            String[] parts = text.split(" ");
            return new Line(
                    parts[0].equals("start"), Long.parseLong(parts[1]), parts[2], Long.parseLong(parts[3]), parts[4]);
        }

        @Override
        public String toString() {
            return (isStart ? "start" : "end") + ' ' + request + ' ' + entity + ' ' + micros + ' ' + process;
        }
    }

    private final String process;
    private final FileChannel file;

    SoakLog(Path folder, String process) throws IOException {
        this.process = process;
        this.file = FileChannel.open(
                folder.resolve(process + SUFFIX), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }

    void start(long request, String entity) throws IOException {
        write(new Line(true, request, entity, now(), process));
    }

    void end(long request, String entity) throws IOException {
        write(new Line(false, request, entity, now(), process));
    }

    private void write(Line line) throws IOException {
        file.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** All lines of all processes. */
    static List<Line> read(Path folder) throws IOException {
        List<Line> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                Files.readAllLines(file).stream().map(Line::of).forEach(all::add);
            }
        }
        return all;
    }
}
