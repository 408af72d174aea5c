// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the ends of requests and the logs of those who ran them say together. */
final class SoakVerdict {
    private static final Set<String> OUTCOMES =
            Set.of(SoakAsks.VALUE, "NotServed", "RemoteFailure", "NodeLeft", "RequestTimeout");

    /** One run of a message; its end is its start where it did not come to its end. */
    private record Run(long request, long start, long end, String process) {}

    /** No message takes as long, in microseconds, but where its process was stopped in the middle of it. */
    private static final long STOPPED = 2_000_000;

    private final List<String> wrong = new ArrayList<>();
    private final Map<Long, Integer> starts = new HashMap<>();
    private final Map<Long, SoakLog.Line> ended = new HashMap<>();

    private SoakVerdict(List<SoakLog.Line> lines) {
        for (SoakLog.Line line : lines) {
            if (line.isStart()) {
                starts.merge(line.request(), 1, Integer::sum);
            } else {
                ended.put(line.request(), line);
            }
        }
    }

    /** Returns what is wrong; nothing if all promises were kept. */
    static List<String> of(SoakAsks asks, List<SoakLog.Line> lines) {
        SoakVerdict verdict = new SoakVerdict(lines);
        for (long request = 1; request <= asks.asked(); request++) {
            verdict.check(request, asks.ends().getOrDefault(request, "no end"));
        }
        verdict.runs(lines).forEach(verdict::check);
        return verdict.wrong;
    }

    private void check(long request, String end) {
        int ran = starts.getOrDefault(request, 0);
        if (!OUTCOMES.contains(end)) {
            wrong.add("request " + request + ": " + end);
        }
        if (ran > 1) {
            wrong.add("request " + request + " ran " + ran + " times");
        }
        if (SoakAsks.isNeverRun(end) && ran != 0) {
            wrong.add("request " + request + " was not served, and ran");
        }
        if (end.equals(SoakAsks.VALUE) && !ended.containsKey(request)) {
            wrong.add("request " + request + " has a value, and did not end anywhere");
        }
        if (end.equals("RemoteFailure") && ran != 1) {
            wrong.add("request " + request + " failed, and did not run");
        }
    }

    /** The runs of each entity, in the order of their starts. */
    private Map<String, List<Run>> runs(List<SoakLog.Line> lines) {
        Map<String, List<Run>> runs = new TreeMap<>();
        for (SoakLog.Line line : lines) {
            if (line.isStart() && !line.entity().equals("-")) {
                SoakLog.Line end = ended.getOrDefault(line.request(), line);
                runs.computeIfAbsent(line.entity(), key -> new ArrayList<>())
                        .add(new Run(line.request(), line.micros(), end.micros(), line.process()));
            }
        }
        runs.values().forEach(list -> list.sort((one, other) -> Long.compare(one.start(), other.start())));
        return runs;
    }

    /** A process that goes on ends the step in which it was stopped, which nobody can take back (decision 71); it begins no other. */
    private static boolean wasStopped(Run run) {
        return run.end() - run.start() > STOPPED;
    }

    /** One owner at a time, and the order in which they were asked. */
    private void check(String entity, List<Run> runs) {
        for (int i = 1; i < runs.size(); i++) {
            Run before = runs.get(i - 1);
            Run next = runs.get(i);
            if (next.start() < before.end() && !wasStopped(before)) {
                wrong.add(entity + " has two runs at one time: " + before + " and " + next);
            }
            if (next.request() < before.request()) {
                wrong.add(entity + " has two runs in another order: " + before + " and " + next);
            }
        }
    }
}
