// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.file.AsyncFiles;
import dev.weft.file.FileEvent;
import dev.weft.internal.Script;
import dev.weft.io.ChannelReadiness;
import dev.weft.io.LoopFixture;
import dev.weft.net.DatagramEndpoint;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.net.Udp;
import dev.weft.process.Command;
import dev.weft.process.Signals;
import dev.weft.process.Subprocess;
import dev.weft.sync.Event;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program of which nobody wants anything at the moment, as {@code stuck} sees it. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class IdleProgramTest {
    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    @TempDir
    Path folder;

    private Awaitable<Boolean> fileEvent() throws Exception {
        AsyncGenerator<FileEvent> events = fixture.run(AsyncFiles.watch(folder));
        return events.next();
    }

    private Awaitable<String> signal() {
        return fixture.call(() -> Signals.on("WINCH")).next();
    }

    private Awaitable<String> firstOf(Awaitable<String> one, Awaitable<String> other) {
        return Weft.asCompleted(List.of(one, other), parts -> Script.awaiting(parts.next()));
    }

    private Awaitable<Boolean> merged() throws Exception {
        return AsyncGenerator.merge(fixture.run(AsyncFiles.watch(folder)), fixture.run(AsyncFiles.watch(folder)))
                .next();
    }

    /** The tasks of the fixture that stand, by name, but for the one that looks. */
    private List<String> stuck() {
        Verdict verdict = fixture.call(() -> {
            TaskDump before = TaskDump.capture();
            return TaskDump.capture().stuckSince(before, DumpOptions.DEFAULT);
        });
        return verdict.text()
                .lines()
                .filter(line -> line.startsWith("#" + loop() + '.') && !line.contains("  RUNNING"))
                .toList();
    }

    private int loop() {
        return fixture.call(() -> TaskDump.capture().tasks().stream()
                .filter(task -> task.state() == TaskInfo.State.RUNNING)
                .findFirst()
                .orElseThrow()
                .loop());
    }

    @Test
    void isNotStuckWhateverItAwaitsFromOutside() throws Exception {
        Server server = fixture.call(() -> Tcp.startServer(none -> Task.done(), "127.0.0.1", 0));
        DatagramEndpoint datagrams = fixture.call(() -> Udp.openEndpoint("127.0.0.1", 0));
        Subprocess process = fixture.run(Command.of("cat").start());
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            ChannelReadiness readiness = fixture.call(() -> ChannelReadiness.of(channel));
            for (Awaitable<?> wait : List.of(
                    Shutdown.begins(),
                    signal(),
                    fileEvent(),
                    datagrams.receive(),
                    readiness.readable(),
                    process.exited(),
                    process.stdout().read(1),
                    server.closed(),
                    Weft.gather(List.of(signal(), signal())),
                    firstOf(signal(), signal()),
                    merged())) {
                fixture.start(wait);
            }
            assertEquals(List.of(), stuck());
        }
    }

    @Test
    void isStuckWhereATaskHasToActThatIsNotThere() {
        ScheduledTask<Void> waits = fixture.loop.spawn("waits", new Event().untilSet());
        fixture.runUntil(() -> waits.state() == ScheduledTask.State.SUSPENDED);
        List<String> stuck = stuck();
        assertEquals(1, stuck.size());
        assertEquals("waits", stuck.get(0).split(" ", 3)[1]);
    }
}
