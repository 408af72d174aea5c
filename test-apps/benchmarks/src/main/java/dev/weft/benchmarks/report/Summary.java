// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables of the README: one row per kind of work, one column per kind of program, and the best of each row in bold. A figure is
 * the best of its iterations or rounds: where a machine is shared, medians have what others did on it.
 */
final class Summary {
    private static final Pattern PLACE =
            Pattern.compile("(<!-- summary of (\\S+) -->\n).*?(<!-- end of summary -->)", Pattern.DOTALL);
    /** In place of a variant: none does this work. */
    static final String NOBODY = "";

    private static final Table TASKS = new Table(
            List.of("", "Weft", "plain calls, or callbacks", "CompletableFuture", "Kotlin", "virtual threads"),
            List.of(
                    new Row(
                            "ten calls, nothing suspends, not inlined",
                            "not-inlined",
                            "CallChainBenchmark",
                            List.of("asyncStaticCalls", "plainCalls", "thenCompose", "kotlin", NOBODY)),
                    new Row(
                            "the same through interfaces",
                            "not-inlined",
                            "CallChainBenchmark",
                            List.of("asyncInterfaceCalls", "plainInterfaceCalls", NOBODY, NOBODY, NOBODY)),
                    new Row(
                            "one of ten calls suspends, all complete",
                            "benchmarks",
                            "SuspendingChainBenchmark",
                            List.of("weft", "callbacks", "thenCompose", "kotlinRaw", NOBODY)),
                    new Row(
                            "wait for an operation that a driver completes",
                            "benchmarks",
                            "SlotBenchmark",
                            List.of("weftDetached", "callbackObject", "whenComplete", "kotlinCancellable", NOBODY)),
                    new Row(
                            "wait for one that a loop completes",
                            "benchmarks",
                            "RunQueueBenchmark",
                            List.of("weft", "callbackObject", "whenComplete", "kotlinCancellable", NOBODY)),
                    new Row(
                            "switch to another task",
                            "benchmarks",
                            "SwitchBenchmark",
                            List.of("weft", "floor", "whenComplete", "kotlinRaw", "virtualThreadYield")),
                    new Row(
                            "wake another task",
                            "benchmarks",
                            "WakeBenchmark",
                            List.of("weft", NOBODY, NOBODY, "kotlinRaw", "virtualThreadParkOneCarrier")),
                    new Row(
                            "one of 10,000 tasks gives way",
                            "benchmarks",
                            "YieldStormBenchmark",
                            List.of("weft", NOBODY, NOBODY, "kotlin", "virtualThreadOneCarrier")),
                    new Row(
                            "start a task and wait for its end",
                            "benchmarks",
                            "SpawnBenchmark",
                            List.of("weft", NOBODY, "supplyAsync", "kotlinAsync", "virtualThreadOneCarrier")),
                    new Row(
                            "a turn of a hot loop between two awaits",
                            "benchmarks",
                            "HotLoopBenchmark",
                            List.of("blocksAsyncSuspending", "blocksPlain", NOBODY, NOBODY, NOBODY)),
                    new Row(
                            "a turn of one with an await inside that does not suspend",
                            "benchmarks",
                            "HotLoopBenchmark",
                            List.of("sumAsync", "sumPlain", NOBODY, NOBODY, NOBODY)),
                    new Row(
                            "the same, when it has suspended",
                            "benchmarks",
                            "HotLoopBenchmark",
                            List.of("sumAsyncSuspending", "sumPlain", NOBODY, NOBODY, NOBODY)),
                    new Row(
                            "bytes of a task that waits",
                            "programs",
                            "Memory",
                            List.of(
                                    "weft, waiting",
                                    NOBODY,
                                    "thenCompose",
                                    "kotlin launch, parked",
                                    "virtual thread, parked")),
                    new Row(
                            "bytes of a task that sleeps",
                            "programs",
                            "Memory",
                            List.of(
                                    "weft, sleeping",
                                    NOBODY,
                                    NOBODY,
                                    "kotlin launch, delay",
                                    "virtual thread, sleeping"))));

    private static final List<String> SERVERS =
            List.of("weft", "nio-own-buffers", "netty-epoll", "vertx", "virtual-threads", "c-epoll");

    /** Of the figures of a server, the processor time comes first. */
    private static final Table NETWORK = new Table(
            List.of(
                    "",
                    "Weft",
                    "selector loop by hand",
                    "Netty, epoll",
                    "Vert.x",
                    "virtual threads",
                    "epoll loop in C"),
            List.of(
                    new Row("64 bytes, 64 connections", Network.COSTS, "echo-64", SERVERS),
                    new Row("64 bytes, 1,000 connections", Network.COSTS, "echo-1000", SERVERS),
                    new Row("106 bytes to ab -k -c 1000", Network.COSTS, "ab-1000", SERVERS),
                    new Row("64 KiB, 16 connections", Network.COSTS, "transfer", SERVERS),
                    new Row("64 bytes, one connection", Network.COSTS, "ping-pong", SERVERS)));

    private Summary() {}

    private record Table(List<String> columns, List<Row> rows) {}

    /** One kind of work, and for each column the variant that does it. */
    private record Row(String work, String kind, String benchmark, List<String> variants) {}

    /** The README with the tables that these figures make, of one JDK. */
    static String written(String readme, Map<String, List<Figure>> results, int feature) {
        return PLACE.matcher(readme).replaceAll(place -> {
            Table table = place.group(2).equals("network") ? NETWORK : TASKS;
            return Matcher.quoteReplacement(place.group(1) + text(table, results, feature) + "\n" + place.group(3));
        });
    }

    private static String text(Table table, Map<String, List<Figure>> results, int feature) {
        List<String> lines = new ArrayList<>();
        lines.add("|" + String.join(" | ", table.columns()) + " |");
        lines.add("|---".repeat(table.columns().size()) + "|");
        for (Row row : table.rows()) {
            List<Figure> figures = results.getOrDefault(row.kind(), List.of());
            List<OptionalDouble> found = row.variants().stream()
                    .map(variant -> Figure.best(figures, feature, row.benchmark(), variant))
                    .toList();
            lines.add("| " + row.work() + " | " + cells(found) + " |");
        }
        return String.join("\n", lines);
    }

    private static String cells(List<OptionalDouble> row) {
        double best = row.stream().flatMapToDouble(OptionalDouble::stream).min().orElse(Double.NaN);
        return IntStream.range(0, row.size())
                .mapToObj(i -> cell(row.get(i), best))
                .collect(Collectors.joining(" | "));
    }

    private static String cell(OptionalDouble figure, double best) {
        if (figure.isEmpty()) {
            return "";
        }
        String text = Figure.text(figure.getAsDouble());
        return text.equals(Figure.text(best)) ? "**" + text + "**" : text;
    }
}
