// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to run, and how: a program with its arguments, which no shell looks at. What is not said is as {@link ProcessBuilder} has it: the
 * directory and the environment of this process, and pipes for the three standard streams. It may be started any number of times. One
 * thread at a time; no argument may be null.
 */
public final class Command {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int OUTPUT_LIMIT = 16 * 1024 * 1024;

    private final List<String> words;
    private final Map<String, @Nullable String> environment = new LinkedHashMap<>();
    private boolean emptyEnvironment;
    private @Nullable Path directory;
    private Redirect stdin = Redirect.PIPE;
    private Redirect stdout = Redirect.PIPE;
    private Redirect stderr = Redirect.PIPE;
    private boolean merged;
    private Duration grace = GRACE;
    private int outputLimit = OUTPUT_LIMIT;
    private boolean leftRunning;

    private Command(List<String> words) {
        this.words = words;
    }

    /**
     * Names a program and its arguments.
     *
     * @param program a path, or a name that is looked for where the environment's {@code PATH} says
     * @param arguments what the program gets, as they are
     * @return the command
     */
    public static Command of(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Objects.requireNonNull(program, "program"));
        words.addAll(List.of(arguments));
        return new Command(List.copyOf(words));
    }

    /**
     * Sets where the process begins; else where this one is.
     *
     * @param path the directory
     * @return this
     */
    public Command directory(Path path) {
        directory = Objects.requireNonNull(path, "path");
        return this;
    }

    /**
     * Sets a variable of the process's environment.
     *
     * @param name its name
     * @param value its value; null to have it without the variable
     * @return this
     */
    public Command environment(String name, @Nullable String value) {
        environment.put(Objects.requireNonNull(name, "name"), value);
        return this;
    }

    /**
     * Gives the process none of the variables of this one, but those that are set by {@link #environment}.
     *
     * @return this
     */
    public Command emptyEnvironment() {
        emptyEnvironment = true;
        return this;
    }

    /**
     * Sets what the process reads: a pipe, a file, or what this process reads.
     *
     * @param source such as {@link Redirect#INHERIT}, or {@code Redirect.from(file)}
     * @return this
     */
    public Command stdin(Redirect source) {
        stdin = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Sets where the process's standard output goes: a pipe, a file, nowhere, or where that of this process goes.
     *
     * @param target such as {@link Redirect#DISCARD}, or {@code Redirect.appendTo(file)}
     * @return this
     */
    public Command stdout(Redirect target) {
        stdout = Objects.requireNonNull(target, "target");
        return this;
    }

    /**
     * Sets where the process's standard error goes, as {@link #stdout}.
     *
     * @param target where to
     * @return this
     */
    public Command stderr(Redirect target) {
        stderr = Objects.requireNonNull(target, "target");
        return this;
    }

    /**
     * Has the process's standard error go where its standard output goes, in the order in which it writes.
     *
     * @return this
     */
    public Command mergeStderr() {
        merged = true;
        return this;
    }

    /**
     * Sets how long the process has, when the task that waits for its end is cancelled, between being asked to end and being killed. Five
     * seconds unless set.
     *
     * @param time the time; with none it is killed at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Command grace(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a negative grace: " + time);
        }
        grace = time;
        return this;
    }

    /**
     * Sets how much {@link #output} holds of each of the two streams. 16 MiB unless set.
     *
     * @param bytes how many bytes
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Command outputLimit(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a negative limit: " + bytes);
        }
        outputLimit = bytes;
        return this;
    }

    /**
     * Has the process go on when the task that waits for it is cancelled, and when the loop closes, both of which end it otherwise.
     *
     * @return this
     */
    public Command leaveRunning() {
        leftRunning = true;
        return this;
    }

    /**
     * Starts the process. Cancel-safe: one that nobody gets is killed.
     *
     * @return an awaitable of the process, which belongs to the loop that awaits it
     * @throws IOException when awaited, if it cannot be started, such as for want of the program; the message names it
     * @throws UnsupportedOperationException when awaited, on a loop whose time is virtual, in which a process has no place
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Subprocess> start() throws IOException {
        return new Starting(this, builder(), grace, !leftRunning);
    }

    /**
     * Runs the process to its end, with nothing to read, and gives what it has written. Not cancel-safe: the process is ended, and what it
     * has written is lost.
     *
     * @return an awaitable of what it has written, and how it has ended, well or not
     * @throws OutputLimitException when awaited, if it writes more than {@link #outputLimit} allows; it was killed then
     * @throws IOException when awaited, if it cannot be started
     */
    @NotCancelSafe("what the process has written; it is ended")
    public Awaitable<Output> output() throws IOException {
        return output(new byte[0]);
    }

    /**
     * Runs the process to its end, and gives what it has written, as {@link #output()}; it reads what is given here, and then the end.
     * Not cancel-safe: as that.
     *
     * @param input what it reads, unless its standard input is no pipe; one that does not read it all is left alone; not to be touched
     *     until the result is there
     * @return an awaitable of what it has written, and how it has ended
     * @throws OutputLimitException when awaited, if it writes more than {@link #outputLimit} allows; it was killed then
     * @throws IOException when awaited, if it cannot be started
     */
    @NotCancelSafe("what the process has written; it is ended")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Output> output(byte[] input) throws IOException {
        Objects.requireNonNull(input, "input");
        return new Running(this, new Starting(this, builder(), grace, true), input, outputLimit);
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        if (emptyEnvironment) {
            builder.environment().clear();
        }
        environment.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder.redirectInput(stdin)
                .redirectOutput(stdout)
                .redirectError(stderr)
                .redirectErrorStream(merged);
    }

    /** The name of the program, for messages. */
    @Override
    public String toString() {
        Path last = Path.of(words.get(0)).getFileName();
        return last == null ? words.get(0) : last.toString();
    }
}
