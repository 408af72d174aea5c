// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.util.List;

/**
 * Runs the programs of some seeds as often as they have points, each time with something injected at the next one. Arguments: {@code memory} or
 * {@code sockets}, the first seed, the last.
 */
final class CancelEveryPoint {
    /** Of more points than that, only so many are tried, at equal distances. With sockets, real time passes in each run. */
    private static final int MOST_POINTS = 120;

    private static final int MOST_POINTS_WITH_SOCKETS = 40;

    private final Log log = new Log();
    private int runs;
    private int failed;

    private CancelEveryPoint() {}

    public static void main(String[] arguments) throws Exception {
        CancelEveryPoint all = new CancelEveryPoint();
        long first = Long.parseLong(arguments[1]);
        long last = Long.parseLong(arguments[2]);
        if (arguments[0].equals("memory")) {
            all.run(first, last, false, Trial::simulated);
        } else {
            try (EchoServer echo = new EchoServer()) {
                var address = echo.address();
                all.run(
                        first,
                        last,
                        true,
                        (program, mode, seed, at, log) -> Trial.real(program, mode, seed, at, address, log));
            }
        }
        System.out.println("runs\t" + all.runs);
        System.exit(all.failed == 0 ? 0 : 1);
    }

    private interface Trials {
        Trial make(Body program, Mode mode, long seed, int at, Log log);
    }

    private void run(long first, long last, boolean sockets, Trials trials) {
        for (long seed = first; seed <= last; seed++) {
            Body program = Draw.program(seed, sockets);
            for (Mode mode : Mode.values()) {
                int points = run(trials.make(program, mode, seed, 0, log), seed, mode, 0);
                int stride = 1 + points / (sockets ? MOST_POINTS_WITH_SOCKETS : MOST_POINTS);
                for (int at = 1 + (int) (seed % stride); at <= points; at += stride) {
                    run(trials.make(program, mode, seed, at, log), seed, mode, at);
                }
            }
        }
    }

    /** Runs one; returns how many points it had. */
    private int run(Trial trial, long seed, Mode mode, int at) {
        runs++;
        List<String> wrong = trial.run();
        if (!wrong.isEmpty()) {
            failed++;
            System.out.println("failed\tseed " + seed + ", " + mode + " at point " + at + ": " + wrong);
        }
        return trial.points();
    }
}
