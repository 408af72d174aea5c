// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import dev.weft.internal.debug.Capture;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of a process that have not ended, those of every loop and those without one: where each is, what it awaits, and who awaits it.
 * Or those of all nodes of a cluster, as {@link #captureCluster} asks them for.
 *
 * <p>Taking one runs no code of the program, and stops no loop for longer than a slice of about a millisecond. A loop that answers gives
 * its tasks itself; one that does not is read from outside, with the stack of its thread. It never fails as a whole.
 *
 * @param node the node of a cluster that the process is; null outside one, if it is several, and in a dump of several processes
 * @param request the request of a cluster for which the dump was taken; null for all of the process
 * @param pid the process; of several the one that was asked, which has asked the others
 * @param jdk the version of its Java
 * @param weft the version of its Weft
 * @param time when it was taken
 * @param loops the loops, in order of their numbers
 * @param tasks the tasks, loop by loop, the oldest first
 * @param nodes the nodes of a cluster that the process is; in a dump of several nodes all that are known, those without an answer as well
 * @param spreadNanos within how many nanoseconds the dumps of several nodes were taken; null in a dump of one process
 */
public record TaskDump(
        @Nullable String node,
        @Nullable String request,
        long pid,
        String jdk,
        String weft,
        Instant time,
        List<LoopInfo> loops,
        List<TaskInfo> tasks,
        List<NodeInfo> nodes,
        @Nullable Long spreadNanos) {
    /** The name and version of the form in which dumps are written. */
    public static final String SCHEMA = "weft-dump/1";

    /**
     * Copies the lists, and refuses what is missing.
     *
     * @param node see {@link #node}
     * @param request see {@link #request}
     * @param pid see {@link #pid}
     * @param jdk see {@link #jdk}
     * @param weft see {@link #weft}
     * @param time see {@link #time}
     * @param loops see {@link #loops}
     * @param tasks see {@link #tasks}
     * @param nodes see {@link #nodes}
     * @param spreadNanos see {@link #spreadNanos}
     */
    public TaskDump {
        Objects.requireNonNull(jdk, "jdk");
        Objects.requireNonNull(weft, "weft");
        Objects.requireNonNull(time, "time");
        loops = List.copyOf(loops);
        tasks = List.copyOf(tasks);
        nodes = List.copyOf(nodes);
    }

    /**
     * Makes a dump of a process that is no node of a cluster.
     *
     * @param node see {@link #node}
     * @param request see {@link #request}
     * @param pid see {@link #pid}
     * @param jdk see {@link #jdk}
     * @param weft see {@link #weft}
     * @param time see {@link #time}
     * @param loops see {@link #loops}
     * @param tasks see {@link #tasks}
     */
    public TaskDump(
            @Nullable String node,
            @Nullable String request,
            long pid,
            String jdk,
            String weft,
            Instant time,
            List<LoopInfo> loops,
            List<TaskInfo> tasks) {
        this(node, request, pid, jdk, weft, time, loops, tasks, List.of(), null);
    }

    /**
     * Takes a dump of this process. Any thread; on a loop's own thread that loop is read at once, and others from outside.
     *
     * @return the dump, without values of variables
     */
    public static TaskDump capture() {
        return capture(DumpOptions.DEFAULT);
    }

    /**
     * Takes a dump of this process, as {@link #capture()} does.
     *
     * @param options which tasks become one entry, and whether frames have their values and internal frames are shown
     * @return the dump
     */
    public static TaskDump capture(DumpOptions options) {
        return Capture.take(Objects.requireNonNull(options, "options")).redacted(options.redact());
    }

    /**
     * Takes a dump of all nodes of the cluster that this process is one of: asks the others for theirs, and makes one of all, in which ids begin
     * with a node, and who waits for another node awaits the task that serves the request there. Values of variables are those of this process
     * alone. Waits for the others, so never on the thread of a loop.
     *
     * @param limit how long to wait for the others, all together; once for each cluster, if the process is a node of several
     * @param options as in {@link #capture(DumpOptions)}
     * @return the dump; {@link #nodes} says of whoever has not answered why not
     * @throws IllegalStateException if this process is no node of a cluster, or the thread is that of a loop
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static TaskDump captureCluster(Duration limit, DumpOptions options) throws InterruptedException {
        return ClusterCapture.take(Objects.requireNonNull(limit, "limit"), Objects.requireNonNull(options, "options"));
    }

    /**
     * Takes a dump of this process and writes it as JSON, for debuggers, which can call this while all other threads are suspended: it takes
     * no lock, and reads every loop from outside.
     *
     * @return the text, without values of variables
     */
    public static String dumpJson() {
        DumpOptions options = DumpOptions.DEFAULT;
        return Capture.takeOutside(options).redacted(options.redact()).toJson();
    }

    /**
     * Reads a dump that was written as JSON. What this version does not know is skipped.
     *
     * @param text the JSON
     * @return the dump
     * @throws IOException if the text cannot be read, or is none of {@link #SCHEMA}: the message says where and why
     */
    public static TaskDump readJson(Reader text) throws IOException {
        return DumpReader.read(text);
    }

    // ------------------------------------------------------------------ what is made of it

    /**
     * Returns how the loops were read, taken together.
     *
     * @return the least exact way of them
     */
    public LoopInfo.Mode mode() {
        return loops.stream().map(LoopInfo::mode).max(Comparator.naturalOrder()).orElse(LoopInfo.Mode.CONSISTENT);
    }

    /**
     * Finds the tasks that wait for one another in circles.
     *
     * @return the deadlocks first, then the circles that a deadline breaks
     */
    public List<Deadlock> deadlocks() {
        return Deadlocks.of(new TaskGraph(this));
    }

    /**
     * Returns the dump without what must not leave the process: each match in a name, in the value of a variable, or in what is said of a wait
     * becomes {@code [redacted]}, and so does the whole value of a variable with a match in its name. Classes, methods and files stay.
     *
     * @param hidden what must not leave the process; null for nothing
     * @return the dump
     */
    public TaskDump redacted(@Nullable Pattern hidden) {
        return hidden == null ? this : new Redaction(hidden).of(this);
    }

    /**
     * Says what is wrong: circles of waits, with file and line of each, blocked loops, and lost tasks.
     *
     * @param options how the text is drawn
     * @return the text, and the exit status of {@code weft check}: 3 with a deadlock, 1 with a lost task or a circle that lasts for more than a minute, else 0
     */
    public Verdict check(DumpOptions options) {
        return Verdicts.check(this, options);
    }

    /**
     * Finds the tasks that have not moved since an earlier dump of the same process, and are not only waiting for the time, for others that
     * do move, or for a peer that has sent nothing; and says of the others why they are not among them.
     *
     * @param before the earlier dump
     * @param options how the text is drawn, and which tasks are looked at
     * @return the text, and the exit status of {@code weft stuck}: 1 if there are such tasks, else 0
     */
    public Verdict stuckSince(TaskDump before, DumpOptions options) {
        return Stuck.between(before, this, options);
    }

    /**
     * Says which tasks are lost: the garbage collector has proved that nobody can have them go on.
     *
     * @param options how the text is drawn, and which tasks are looked at
     * @return the text, and the exit status of {@code weft lost}: 1 if a task is lost, else 0
     */
    public Verdict lost(DumpOptions options) {
        return Lost.in(this, options);
    }

    /**
     * Says what an earlier dump has changed to: which tasks came, ended, moved, wait for something else, and did not move.
     *
     * @param before the earlier dump
     * @param options how the text is drawn, and which tasks are looked at
     * @return the text, and the exit status of {@code weft diff}: 1 if a task did not move, else 0
     */
    public Verdict difference(TaskDump before, DumpOptions options) {
        return Difference.between(before, this, options);
    }

    /**
     * Writes what is wrong, then a block of lines for each task, or for all that are alike.
     *
     * @return the text
     */
    public String toText() {
        return DumpForm.TEXT.of(this, DumpOptions.DEFAULT);
    }

    /**
     * Writes what is wrong, then the tasks as a tree: each below the one that awaits it or has it as a part, else below the one that spawned
     * it.
     *
     * @return the text
     */
    public String toTree() {
        return DumpForm.TREE.of(this, DumpOptions.DEFAULT);
    }

    /**
     * Writes the dump as JSON in the form {@link #SCHEMA}.
     *
     * @return the text
     */
    public String toJson() {
        return DumpForm.JSON.of(this, DumpOptions.DEFAULT);
    }
}
