// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.PointLoop;
import dev.weft.io.ByteStream;
import dev.weft.net.Tcp;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of a program, with something injected at one of its points. */
final class Trial {
    private static final int MOST_STOPS = 3;

    private final Body program;
    private final Mode mode;
    private final Injection injection;
    private final World world = new World(this::completeSoon);
    private final PointLoop loop;
    private final Log log;
    private int points;

    /** Makes a run on a loop with virtual time. */
    static Trial simulated(Body program, Mode mode, long seed, int at, Log log) {
        return new Trial(program, mode, seed, at, null, log);
    }

    /** Makes a run on a real loop, over sockets. */
    static Trial real(Body program, Mode mode, long seed, int at, InetSocketAddress echo, Log log) {
        return new Trial(program, mode, seed, at, echo, log);
    }

    private Trial(Body program, Mode mode, long seed, int at, @Nullable InetSocketAddress echo, Log log) {
        this.program = program;
        this.mode = mode;
        this.log = log;
        injection = new Injection(mode, at, seed);
        loop = echo != null
                ? PointLoop.real(injection)
                : PointLoop.simulated(
                        seed + at,
                        injection,
                        () -> Watchdog.hangs(world, mode + " at point " + at + ": all wait for ever"));
        world.server = echo;
        if (echo == null) {
            addFlow();
            addFlow();
        }
    }

    private void addFlow() {
        MemoryPipe[] ends = MemoryPipe.pair(loop);
        world.flows.addAll(Flow.between(world, new ByteStream(ends[0]), new ByteStream(ends[1])));
    }

    private void completeSoon(CompletableFuture<String> stage) {
        loop.spawn("completer", Weft.sleep(Supervisor.SOON)).onComplete((none, thrown) -> stage.complete("done"));
    }

    /** Runs it to its end; returns what was wrong. */
    List<String> run() {
        log.clear();
        try {
            if (world.server != null) {
                world.flows.add(Flow.echoed(world, loop.run(Tcp.openConnection(world.server))));
            }
            ScheduledTask<Void> root = loop.spawn("task " + program.number(), new Interpreter(world).run(program));
            world.started.add(root);
            injection.begin(loop, root);
            boolean shut = mode != Mode.CLOSE && runToTheEnd();
            if (mode == Mode.CLOSE) {
                runToThePoint();
            }
            points = injection.end();
            if (shut) {
                world.expect(loop.timers() == 0, () -> loop.timers() + " timers are set");
            }
            loop.close();
            world.check(shut);
            world.expect(
                    mode != Mode.CANCEL || program.cancelsByItself() || world.cancelledAgain.get() == 0,
                    () -> "cancelled once, and clean-ups were cancelled again: " + world.cancelledAgain);
            log.unexpected().forEach(line -> world.problem("warning: " + line));
        } catch (Throwable thrown) { // of the runtime, or of this test
            world.problem("thrown: " + thrown + " " + List.of(thrown.getStackTrace()));
        }
        return world.problems();
    }

    private void runToThePoint() throws TimeoutException {
        try {
            loop.run(Weft.waitFor(injection.reached(), Supervisor.LIFETIME));
        } catch (TimeoutException over) {
            return; // the program was shorter this time
        }
    }

    /** Runs until no task is left and all bytes have come. Whoever sees to that is stopped with the others, and begins again. */
    private boolean runToTheEnd() {
        for (int stops = 0; stops < MOST_STOPS; stops++) {
            try {
                return loop.run(new Supervisor(world, loop).untilTheEnd());
            } catch (CancellationException stopped) {
                world.expect(mode == Mode.STOP, () -> "the supervisor was cancelled: " + stopped);
            }
        }
        return false;
    }

    int points() {
        return points;
    }
}
