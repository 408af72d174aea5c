// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Runs scenarios on Weft and on asyncio, and compares what happens. Woven by the agent. Arguments: the Python, the script, {@code traces} or {@code
 * rules}, and the first and the last seed.
 */
final class Differential {
    private static final int MOST_FAILURES = 3;

    private final Asyncio asyncio;
    private final long first;
    private final long last;

    private Differential(Asyncio asyncio, long first, long last) {
        this.asyncio = asyncio;
        this.first = first;
        this.last = last;
    }

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        try (Asyncio asyncio = new Asyncio(Path.of(arguments[0]), Path.of(arguments[1]))) {
            Differential differential =
                    new Differential(asyncio, Long.parseLong(arguments[3]), Long.parseLong(arguments[4]));
            if (arguments[2].equals("traces")) {
                differential.compareTraces();
            } else {
                differential.seeThatRulesMatter();
            }
            System.out.println("ran\tagainst " + asyncio.version);
        }
    }

    /** With all rules on, Weft and asyncio do the same. */
    private void compareTraces() throws Exception {
        int failures = 0;
        for (long seed = first; seed <= last && failures < MOST_FAILURES; seed++) {
            Scenario scenario = Generator.scenario(seed);
            if (differ(scenario, Set.of())) {
                failures++;
                tell(seed, Shrinker.shrink(scenario, smaller -> differ(smaller, Set.of())));
            }
        }
    }

    /** Without any one of the rules, some scenario has another trace. */
    private void seeThatRulesMatter() {
        for (Rule rule : Rule.values()) {
            long seed = first;
            while (seed <= last && !matters(rule, Generator.scenario(seed))) {
                seed++;
            }
            System.out.println(
                    seed > last ? "failed\t" + rule + " makes no difference" : "matters\t" + rule + "\t" + seed);
        }
    }

    /** Whether asyncio alone does something else without the rule: it has run, and has not broken off. */
    private boolean matters(Rule rule, Scenario scenario) {
        List<String> without = asyncioTrace(scenario, Set.of(rule));
        return !without.get(0).startsWith("crash") && !without.equals(asyncioTrace(scenario, Set.of()));
    }

    private List<String> asyncioTrace(Scenario scenario, Set<Rule> off) {
        try {
            asyncio.start(scenario, off);
            return asyncio.trace();
        } catch (Exception broken) {
            throw new IllegalStateException("could not run\n" + scenario, broken);
        }
    }

    private boolean differ(Scenario scenario, Set<Rule> off) {
        try {
            asyncio.start(scenario, off);
            List<String> weft = Interpreter.trace(scenario); // at the same time
            return !weft.equals(asyncio.trace());
        } catch (Exception broken) {
            throw new IllegalStateException("could not run\n" + scenario, broken);
        }
    }

    private void tell(long seed, Scenario scenario) throws Exception {
        List<String> weft = Interpreter.trace(scenario);
        List<String> asyncioTrace = asyncioTrace(scenario, Set.of());
        System.out.println("failed\tseed " + seed + " has another trace on Weft than on asyncio");
        System.out.print(scenario);
        System.out.println("Weft:\n" + lines(weft) + "\nasyncio:\n" + lines(asyncioTrace));
    }

    private static String lines(List<String> trace) {
        return trace.stream().collect(Collectors.joining("\n    ", "    ", ""));
    }
}
