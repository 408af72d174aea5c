// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.ClusterNode;
import dev.weft.process.Command;
import dev.weft.process.Subprocess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What happens to the processes that serve. */
final class SoakTroubles {
    private static final Duration QUIET = Duration.ofMillis(1000);

    /** For what has to come about by itself; nothing else would end a run that hangs. */
    private static final Duration MOST = Duration.ofSeconds(60);

    private final ClusterNode node;
    private final Path folder;
    private final Map<String, Subprocess> workers = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    SoakTroubles(ClusterNode node, Path folder) {
        this.node = node;
        this.folder = folder;
    }

    @Async
    Task<Void> start(String name) throws IOException {
        String port = Integer.toString(Again.freePort());
        Subprocess worker = await(Again.node(SoakWorker.class, name, port, node.address(), folder.toString())
                .stderr(Redirect.appendTo(folder.resolve("errors").toFile()))
                .start());
        workers.put(name, worker);
        String line = await(worker.stdout().readLine(UTF_8, 1_000));
        if (line == null || !line.equals(name + " serves")) {
            throw new IllegalStateException(name + " does not serve: see " + folder.resolve("errors"));
        }
        return Task.done();
    }

    /** All four kinds, one after the other, while others go on. */
    @Async
    Task<Void> make() throws IOException {
        await(sleep(QUIET));
        say("kill -9 of b");
        worker("b").kill();
        workers.remove("b");
        await(gone("b"));
        await(sleep(QUIET));
        say("f joins");
        await(start("f"));
        await(sleep(QUIET));
        say("SIGSTOP of c");
        await(signal("STOP", "c"));
        await(gone("c"));
        await(sleep(QUIET));
        say("SIGCONT of c");
        await(signal("CONT", "c"));
        await(there("c"));
        await(sleep(QUIET));
        say("d leaves");
        await(leave("d"));
        await(sleep(QUIET));
        say("g joins");
        await(start("g"));
        await(sleep(QUIET));
        return Task.done();
    }

    @Async
    private Task<Void> leave(String name) throws IOException {
        Subprocess worker = worker(name);
        worker.stdin().close();
        await(worker.exited());
        workers.remove(name);
        await(gone(name));
        return Task.done();
    }

    @Async
    Task<Void> leaveAll() throws IOException {
        for (String name : workers.keySet().toArray(String[]::new)) {
            await(leave(name));
        }
        return Task.done();
    }

    @Async
    private Task<Void> signal(String signal, String name) throws IOException {
        await(Command.of("kill", "-" + signal, Long.toString(worker(name).pid()))
                .output());
        return Task.done();
    }

    private Subprocess worker(String name) {
        return workers.get(name);
    }

    @Async
    private Task<Void> gone(String name) {
        await(until(name, false));
        return Task.done();
    }

    @Async
    private Task<Void> there(String name) {
        await(until(name, true));
        return Task.done();
    }

    @Async
    private Task<Void> until(String name, boolean isThere) {
        long until = System.nanoTime() + MOST.toNanos();
        while (has(name) != isThere) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("after " + MOST.toSeconds() + " s " + name + " is still "
                        + (isThere ? "missing in " : "in ") + node.members().get());
            }
            await(sleep(Duration.ofMillis(5)));
        }
        say(name + (isThere ? " is back" : " is gone"));
        return Task.done();
    }

    private boolean has(String name) {
        return node.members().get().stream().anyMatch(member -> member.name().equals(name));
    }

    private void say(String what) {
        System.out.printf("  %,6d ms  %s%n", (System.nanoTime() - began) / 1_000_000, what);
    }
}
