// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a dump as JSON in the form {@link TaskDump#SCHEMA}, of which {@code docs/dump-format.md} is the description. */
final class JsonWriter {
    private final TaskDump dump;
    private final DumpOptions options;
    private final Appendable out;
    private final JsonOutput json;
    private final LeftOut leftOut;

    JsonWriter(TaskDump dump, DumpOptions options, Appendable out) {
        this.dump = dump;
        this.options = options;
        this.out = out;
        this.json = new JsonOutput(out);
        this.leftOut = new LeftOut(options);
    }

    void write() throws IOException {
        json.begin('{');
        json.name("schema").value(TaskDump.SCHEMA);
        json.name("node").value(dump.node());
        json.name("request").value(dump.request());
        json.name("pid").value(dump.pid());
        json.name("jdk").value(dump.jdk());
        json.name("weft").value(dump.weft());
        json.name("time").value(dump.time().toString());
        json.name("mode").value(Words.lower(dump.mode()));
        json.name("spread").millis(dump.spreadNanos());
        json.name("nodes").begin('[');
        for (NodeInfo node : dump.nodes()) {
            json.newLine();
            write(node);
        }
        json.end(']').name("deadlocks").begin('[');
        for (Deadlock deadlock : dump.deadlocks()) {
            json.newLine();
            write(deadlock);
        }
        json.end(']').name("loops").begin('[');
        for (LoopInfo loop : dump.loops()) {
            json.newLine();
            write(loop);
        }
        json.end(']').name("tasks").begin('[');
        writeTasks();
        json.end(']').name("leftOut").begin('{');
        json.name("limit").value(leftOut.beyond());
        json.name("filter").value(leftOut.unmatched());
        json.end('}').end('}');
        out.append('\n');
    }

    private void writeTasks() throws IOException {
        for (TaskInfo task : dump.tasks()) {
            if (leftOut.matches(task) && leftOut.shows(task.count())) {
                json.newLine();
                write(task);
            }
        }
    }

    private void write(NodeInfo node) throws IOException {
        json.begin('{').name("node").value(node.node());
        json.name("address").value(node.address());
        json.name("pid").value(node.pid());
        json.name("weft").value(node.weft());
        json.name("problem").value(node.problem());
        json.end('}');
    }

    private void write(LoopInfo loop) throws IOException {
        json.begin('{').name("id").value(loop.id());
        json.name("thread").value(loop.thread());
        json.name("state").value(Words.lower(loop.state()));
        json.name("mode").value(Words.lower(loop.mode()));
        json.name("inState").millis(loop.stateNanos());
        json.name("lag").millis(loop.lagNanos());
        json.name("turns").value(loop.turns());
        json.name("tasks").value(loop.tasks());
        json.name("ready").value(loop.ready());
        json.name("timers").value(loop.timers());
        json.name("stack");
        write(loop.stack());
        json.name("nodes");
        writeTexts(loop.nodes());
        json.end('}');
    }

    private void write(TaskInfo task) throws IOException {
        json.begin('{').name("id").value(task.id());
        json.name("name").value(task.name());
        json.name("count").value(task.count());
        json.name("state").value(Words.lower(task.state()));
        json.name("loop").value(task.loop());
        write("age", task.age());
        write("since", task.since());
        json.name("steps").value(task.steps());
        json.name("parent").value(task.parent());
        json.name("spawn");
        write(task.spawn());
        json.name("stack");
        write(task.stack());
        json.name("awaits");
        write(task.awaits(), task.since());
        json.name("awaitedBy");
        writeTexts(task.awaitedBy().stream().filter(Words::isId).toList());
        json.name("otherWaiters");
        writeTexts(
                task.awaitedBy().stream().filter(waiter -> !Words.isId(waiter)).toList());
        json.name("moving").value(task.moving());
        json.name("lost").value(task.lost());
        json.name("cancelling").value(task.cancelling());
        json.name("serves").value(task.serves());
        json.name("caller").value(task.caller());
        json.end('}');
    }

    /** Writes the longest time of the entry's tasks, and the shortest. */
    private void write(String name, @Nullable Span span) throws IOException {
        json.name(name).millis(span == null ? null : span.maxNanos());
        json.name(name + "Min").millis(span == null ? null : span.minNanos());
    }

    private void write(@Nullable WaitInfo wait, @Nullable Span since) throws IOException {
        if (wait == null) {
            json.value((String) null);
            return;
        }
        json.begin('{').name("kind").value(wait.kind());
        json.name("id").value(wait.id());
        json.name("detail").value(wait.detail());
        json.name("owner").value(wait.owner());
        json.name("tasks");
        writeTexts(wait.tasks());
        json.name("since").millis(since == null ? null : since.maxNanos());
        json.name("due").millis(wait.dueNanos());
        json.name("thread");
        write(wait.thread());
        json.name("remote");
        write(wait.remote());
        json.end('}');
    }

    private void write(@Nullable RemoteInfo remote) throws IOException {
        if (remote == null) {
            json.value((String) null);
            return;
        }
        json.begin('{').name("node").value(remote.node());
        json.name("address").value(remote.address());
        json.name("service").value(remote.service());
        json.name("request").value(remote.request());
        json.name("sent").millis(remote.sentNanos());
        json.end('}');
    }

    private void write(List<FrameInfo> stack) throws IOException {
        json.begin('[');
        for (FrameInfo frame : stack) {
            write(frame);
        }
        json.end(']');
    }

    private void write(@Nullable FrameInfo frame) throws IOException {
        if (frame == null) {
            json.value((String) null);
            return;
        }
        json.begin('{').name("class").value(frame.className());
        json.name("method").value(frame.methodName());
        json.name("file").value(frame.fileName());
        json.name("line").value(frame.line());
        json.name("kind").value(Words.lower(frame.kind()));
        json.name("locals").begin('[');
        if (options.locals()) {
            for (FrameInfo.Local local : frame.locals()) {
                json.begin('{').name("name").value(local.name());
                json.name("value").value(local.value()).end('}');
            }
        }
        json.end(']').end('}');
    }

    private void write(Deadlock deadlock) throws IOException {
        json.begin('{').name("certain").value(deadlock.certain());
        json.name("until").millis(deadlock.untilNanos());
        json.name("waiting").value(deadlock.waiting());
        json.name("edges").begin('[');
        for (Deadlock.Edge edge : deadlock.edges()) {
            json.begin('{').name("task").value(edge.task());
            json.name("name").value(edge.name());
            json.name("kind").value(edge.awaits().kind());
            json.name("detail").value(edge.awaits().detail());
            json.name("next").value(edge.next());
            json.name("at");
            write(edge.at());
            json.end('}');
        }
        json.end(']').end('}');
    }

    private void writeTexts(List<String> texts) throws IOException {
        json.begin('[');
        for (String text : texts) {
            json.value(text);
        }
        json.end(']');
    }
}
