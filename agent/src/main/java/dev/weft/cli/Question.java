// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.Failure;
import dev.weft.cli.process.Request;
import dev.weft.cli.process.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What commands share that ask a process: its name, their options, and how long they wait.
 *
 * @param options those that the process is told
 */
record Question(List<QueryOption> options) {
    /** What a process is named by. */
    static final String PROCESS = "the number of a process, or a part of the name of its main class";

    private static final String TIMEOUT = "--timeout";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    static Question with(QueryOption... options) {
        return new Question(List.of(options));
    }

    /** Asks for tasks, and may be told which and how, and what else. */
    static Question forTasks(QueryOption... more) {
        List<QueryOption> options = new ArrayList<>(QueryOption.OF_TASKS);
        options.addAll(List.of(more));
        return new Question(options);
    }

    void describe(CommandSpec spec) {
        spec.addPositional(Positional.required(0, "PID", PROCESS));
        describeOptions(spec);
    }

    void describeOptions(CommandSpec spec) {
        options.forEach(option -> spec.addOption(option.spec()));
        spec.addOption(OptionSpec.builder(TIMEOUT)
                .type(Duration.class)
                .converters(Durations::parse)
                .paramLabel("TIME")
                .description("how long the process may say nothing; 10s if not given" + forNodes())
                .build());
    }

    private String forNodes() {
        return options.contains(QueryOption.CLUSTER)
                ? "; with --cluster, how long other nodes may, 3s if not given"
                : "";
    }

    static Target target(ParseResult arguments, Session session) throws Failure {
        return session.targets().find(arguments.matchedPositional(0).getValue());
    }

    Request request(String resource, ParseResult arguments) {
        return request(resource, arguments, Map.of());
    }

    /** Makes the request of what was typed, and of parameters that need not be typed. */
    Request request(String resource, ParseResult arguments, Map<String, String> defaults) {
        Map<String, String> parameters = new TreeMap<>(defaults);
        Duration limit = timeout(arguments);
        for (QueryOption option : options) {
            option.addTo(parameters, arguments);
            limit = limit.plus(option.time(arguments).orElse(Duration.ZERO));
        }
        Duration forNodes = arguments.matchedOptionValue(TIMEOUT, (Duration) null);
        if (forNodes != null && parameters.containsKey(QueryOption.CLUSTER.parameter())) {
            parameters.put("timeout", forNodes.toMillis() + "ms");
            limit = limit.plus(DEFAULT_TIMEOUT); // the process waits for the nodes, and says nothing before
        }
        return new Request(resource, parameters, limit);
    }

    /** Returns how long a process may say nothing that has nothing to wait for. */
    static Duration timeout(ParseResult arguments) {
        return arguments.matchedOptionValue(TIMEOUT, DEFAULT_TIMEOUT);
    }

    /**
     * Asks, and prints what is answered.
     *
     * @return the verdict; the worst, if several runtimes of Weft answer
     */
    static int print(Target target, Request request, Session session) throws Failure {
        int[] exit = {0};
        target.ask(request, answer -> {
            answer.copyTo(session.body());
            exit[0] = Math.max(exit[0], answer.exit());
        });
        return exit[0];
    }
}
