// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Check.Counter;
import dev.weft.proof.generated.Check.Failure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs what {@link Prepare} wrote, under whatever options this JVM has. The last line is {@code COUNTS programs executions
 * suspensions}; each failure is a line {@code FAILED seed}, and what is known about it in those that follow.
 */
public final class RunPrograms {
    private static final int MOST_FAILURES = 5;
    private static final long HANGS_AFTER_NANOS = 180_000_000_000L;

    private static volatile long current;
    private static volatile long since = System.nanoTime();

    private RunPrograms() {}

    /** Takes the file, how many of its programs to run, and whether they are woven already or are to be by an agent. */
    public static void main(String[] args) throws IOException {
        watch();
        Counter counter = new Counter();
        int failures = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(args[0]))))) {
            int count = Math.min(in.readInt(), Integer.parseInt(args[1]));
            boolean areWoven = args[2].equals("woven");
            for (int i = 0; i < count && failures < MOST_FAILURES; i++) {
                Prepared program = Prepared.read(in);
                current = program.seed();
                since = System.nanoTime();
                Optional<Failure> failure =
                        Check.failure(program, areWoven ? program.woven() : program.classes(), counter);
                failure.ifPresent(found -> report(program, found));
                failures += failure.isPresent() ? 1 : 0;
            }
        }
        System.out.println("COUNTS " + counter.programs + " " + counter.executions + " " + counter.suspensions);
        System.exit(failures == 0 ? 0 : 1);
    }

    private static void report(Prepared program, Failure failure) {
        System.out.println("FAILED " + program.seed() + "\nmode " + failure.mode() + "\nexpected:\n"
                + failure.expected() + "\nactual:\n" + failure.actual());
    }

    /** Ends this JVM when a program hangs: nothing else could. */
    private static void watch() {
        Thread watch = new Thread(() -> {
            while (System.nanoTime() - since < HANGS_AFTER_NANOS) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.out.println("FAILED " + current + "\nhangs");
            Runtime.getRuntime().halt(2);
        });
        watch.setDaemon(true);
        watch.start();
    }
}
