// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.DumpForm;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import dev.weft.debug.Verdict;
import dev.weft.internal.lost.LostSearch;
import dev.weft.internal.over.History;
import dev.weft.internal.over.HistoryText;
import dev.weft.internal.profile.Profile;
import dev.weft.internal.profile.Top;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What can be asked of this program, by whichever way. */
final class Views {
    private static final Set<String> OPTIONS = Set.of("filter", "limit", "locals", "internal", "ascii");

    private static final Set<String> OPTIONS_AND_CLUSTER = and("cluster", "timeout");

    /** How long all other nodes of a cluster together have for an answer: the first dump of a JVM loads classes, for more than a second if it is busy. */
    private static final Duration FOR_NODES = Duration.ofSeconds(3);

    private static final Duration LONGEST_FOR_NODES = Duration.ofMinutes(1);

    /** Above how many tasks of a loop those that are alike become one entry, for people: they could not read as many, and a million take time. */
    private static final int MERGE_ABOVE = 2_000;

    private static final int MOST_IN_TOP = 20;

    private static final DumpOptions FOR_PEOPLE = DumpOptions.DEFAULT.withMergeAbove(MERGE_ABOVE);

    /** For how long a history is noted at most for one who asks. */
    private static final Duration LONGEST_HISTORY = Duration.ofMinutes(1);

    /** For how long a client may have the program looked at; it may go meanwhile, and nobody sees that before the answer is sent. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

    private Views() {}

    /** The table of what a client of the socket can ask for. */
    static Resources resources() {
        return new Resources()
                .with(
                        "/tree",
                        "the tasks as a tree of who awaits whom; cluster for those of all nodes",
                        OPTIONS_AND_CLUSTER,
                        at -> of(DumpForm.TREE, at))
                .with(
                        "/dump",
                        "the tasks as text, one block for each",
                        OPTIONS_AND_CLUSTER,
                        at -> of(DumpForm.TEXT, at))
                .with("/dump.json", "the same for programs, as " + TaskDump.SCHEMA, OPTIONS_AND_CLUSTER, Views::ofJson)
                .with("/ps", "the tasks as a table; form=csv and tsv for programs", and("form"), Views::ofTable)
                .with("/check", "deadlocks, blocked loops and lost tasks", OPTIONS_AND_CLUSTER, Views::ofCheck)
                .with("/stuck", "the tasks that do not move for a time", and("for"), Views::ofStuck)
                .with("/lost", "the tasks that nobody can have go on; gc=true collects first", and("gc"), Views::ofLost)
                .with(
                        "/history",
                        "what each loop has done last",
                        Set.of("filter", "limit", "seconds"),
                        Views::ofHistory)
                .with(
                        "/top",
                        "which tasks have the loops busy, for seconds=1",
                        Set.of("seconds", "limit"),
                        Views::ofTop)
                .with(
                        "/profile",
                        "where the tasks spend their time, as collapsed stacks, for seconds=5",
                        Set.of("seconds"),
                        Views::ofProfile);
    }

    private static Set<String> and(String... parameters) {
        Set<String> all = new TreeSet<>(OPTIONS);
        all.addAll(Set.of(parameters));
        return all;
    }

    private static Answer of(DumpForm form, Parameters parameters) throws Exception {
        return written("text/plain", form, parameters, forPeople(parameters));
    }

    private static Answer ofJson(Parameters parameters) throws Exception {
        return written("application/json", DumpForm.JSON, parameters, options(parameters));
    }

    private static Answer ofTable(Parameters parameters) throws Exception {
        String form = parameters.text("form");
        return switch (form == null ? "table" : form.toLowerCase(Locale.ROOT)) {
            case "table" -> of(DumpForm.TABLE, parameters);
            case "csv" -> written("text/csv", DumpForm.CSV, parameters, options(parameters));
            case "tsv" -> written("text/tab-separated-values", DumpForm.TSV, parameters, options(parameters));
            default -> throw new IllegalArgumentException("form has to be table, csv or tsv, and is: " + form);
        };
    }

    /** Takes the dump at once, so that a failure is told as one, and writes it piece by piece. */
    private static Answer written(String type, DumpForm form, Parameters parameters, DumpOptions options)
            throws Exception {
        TaskDump dump = captured(parameters, options);
        return Answer.of(type, out -> form.write(dump, options, out));
    }

    /** The tasks of this process; with those of the nodes of its cluster if it is asked for them. */
    private static TaskDump captured(Parameters parameters, DumpOptions options) throws Exception {
        Duration limit = parameters.duration("timeout", FOR_NODES);
        if (!parameters.flag("cluster")) {
            if (parameters.text("timeout") != null) {
                throw new IllegalArgumentException("timeout is how long other nodes have; say cluster, too");
            }
            return TaskDump.capture(options);
        }
        if (limit.isZero() || limit.compareTo(LONGEST_FOR_NODES) > 0) {
            throw new IllegalArgumentException("timeout has to be from 1ms to " + LONGEST_FOR_NODES.toSeconds()
                    + "s, and is: " + parameters.text("timeout"));
        }
        return Looking.forAWhile(() -> ofCluster(limit, options));
    }

    private static TaskDump ofCluster(Duration limit, DumpOptions options) throws InterruptedException {
        try {
            return TaskDump.captureCluster(limit, options);
        } catch (IllegalStateException noCluster) { // of which the client is told what to do
            throw new IllegalArgumentException(noCluster.getMessage(), noCluster);
        }
    }

    private static Answer ofCheck(Parameters parameters) throws Exception {
        DumpOptions options = forPeople(parameters);
        return of(captured(parameters, options).check(options));
    }

    private static Answer ofStuck(Parameters parameters) throws Exception {
        DumpOptions options = options(parameters);
        Duration time = parameters.duration("for", Duration.ofSeconds(5));
        if (time.compareTo(LONGEST_LOOK) > 0) {
            throw new IllegalArgumentException("for is " + LONGEST_LOOK.toMinutes()
                    + "m at most; for longer, keep a dump as JSON, and compare it with a later one");
        }
        return Looking.forAWhile(() -> {
            TaskDump before = TaskDump.capture(options);
            Thread.sleep(time.toMillis());
            return of(TaskDump.capture(options).stuckSince(before, options));
        });
    }

    /** What the program keeps; otherwise what happens from now on, for a while. */
    private static Answer ofHistory(Parameters parameters) throws Exception {
        DumpOptions options = options(parameters);
        Duration time = seconds(parameters, Duration.ofSeconds(1), LONGEST_HISTORY);
        History kept = History.kept();
        if (kept != null) {
            return Answer.of("text/plain", new HistoryText(kept, options)::writeTo);
        }
        return Looking.forAWhile(() -> historyFromNowOn(time, options));
    }

    private static Answer historyFromNowOn(Duration time, DumpOptions options)
            throws IOException, InterruptedException {
        boolean hasLimit = options.limit() != DumpOptions.DEFAULT.limit();
        try (History begun = History.beginLook()) {
            Thread.sleep(time.toMillis());
            StringBuilder text =
                    new StringBuilder("This program keeps no history, as -Dweft.debug.history=1000 would have it do."
                            + " It began to when you asked; this is what has happened in the " + time.toSeconds()
                            + " s since:\n");
            new HistoryText(begun, hasLimit ? options : options.withLimit(History.DEFAULT)).writeTo(text);
            return Answer.text(text.toString());
        }
    }

    private static Answer ofLost(Parameters parameters) throws InterruptedException {
        DumpOptions options = options(parameters);
        String state = parameters.flag("gc") ? LostSearch.collect() : LostSearch.settle();
        Verdict verdict = TaskDump.capture(options).lost(options);
        boolean isAll = state.isEmpty() || verdict.status() == Verdict.FOUND;
        return of(isAll ? verdict : new Verdict(verdict.status(), verdict.text() + state + '\n'));
    }

    private static Answer ofTop(Parameters parameters) throws Exception {
        Duration time = seconds(parameters, Duration.ofSeconds(1), Top.LONGEST);
        int limit = parameters.number("limit", MOST_IN_TOP);
        return Looking.forAWhile(() -> Answer.text(Top.during(time, limit)));
    }

    /** Sent while it is made, so that it ends when the client goes away. */
    private static Answer ofProfile(Parameters parameters) {
        Duration time = seconds(parameters, Duration.ofSeconds(5), Profile.LONGEST);
        return Answer.of("text/plain", out -> Profile.write(time, out));
    }

    private static Duration seconds(Parameters parameters, Duration otherwise, Duration longest) {
        Duration time = parameters.duration("seconds", otherwise);
        if (time.isZero() || time.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "seconds has to be from 1 to " + longest.toSeconds() + ", and is: " + parameters.text("seconds"));
        }
        return time;
    }

    private static Answer of(Verdict verdict) {
        return Answer.text(verdict.text()).exit(verdict.status());
    }

    /** What all requests for a dump may say. */
    static DumpOptions options(Parameters parameters) {
        String filter = parameters.text("filter");
        return DumpOptions.DEFAULT
                .withFilter(filter == null ? null : Pattern.compile(filter))
                .withLimit(parameters.number("limit", Integer.MAX_VALUE))
                .withLocals(parameters.flag("locals"))
                .withInternal(parameters.flag("internal"))
                .withAscii(parameters.flag("ascii"));
    }

    private static DumpOptions forPeople(Parameters parameters) {
        DumpOptions asked = options(parameters);
        return asked.filter() == null
                ? asked.withMergeAbove(MERGE_ABOVE)
                : asked; // merged ones have lost what a filter looks for
    }

    // ------------------------------------------------------------------ for those who cannot say more than that they
    // want it

    static String tree() {
        return DumpForm.TREE.of(TaskDump.capture(FOR_PEOPLE), FOR_PEOPLE);
    }

    static String dump() {
        return DumpForm.TEXT.of(TaskDump.capture(FOR_PEOPLE), FOR_PEOPLE);
    }

    static String json() {
        return TaskDump.capture().toJson();
    }

    static String check() {
        return TaskDump.capture(FOR_PEOPLE).check(FOR_PEOPLE).text();
    }
}
