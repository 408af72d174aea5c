// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a dump what must not leave the process. What the code is called stays: classes, methods and files; and so do the names of nodes
 * and the ids of requests, by which dumps are joined.
 */
final class Redaction {
    private static final String HIDDEN = "[redacted]";

    private final Pattern pattern;

    Redaction(Pattern pattern) {
        this.pattern = pattern;
    }

    /** The pattern of the system property; one that matches all if the property's is none, for nothing must leave by a mistake. */
    static @Nullable Pattern ofProperty() {
        String property = System.getProperty("weft.debug.redact");
        if (property == null || property.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(property);
        } catch (PatternSyntaxException wrong) {
            return Pattern.compile(".+", Pattern.DOTALL);
        }
    }

    TaskDump of(TaskDump dump) {
        return new TaskDump(
                dump.node(),
                dump.request(),
                dump.pid(),
                dump.jdk(),
                dump.weft(),
                dump.time(),
                dump.loops().stream().map(this::of).toList(),
                dump.tasks().stream().map(this::of).toList(),
                dump.nodes().stream().map(this::of).toList(),
                dump.spreadNanos());
    }

    private NodeInfo of(NodeInfo node) {
        return new NodeInfo(
                node.node(),
                of(node.address()),
                node.pid(),
                node.weft(),
                node.problem() == null ? null : of(node.problem()));
    }

    private LoopInfo of(LoopInfo loop) {
        return new LoopInfo(
                loop.id(),
                loop.thread() == null ? null : of(loop.thread()),
                loop.state(),
                loop.mode(),
                loop.stateNanos(),
                loop.lagNanos(),
                loop.turns(),
                loop.tasks(),
                loop.ready(),
                loop.timers(),
                of(loop.stack()),
                loop.nodes());
    }

    private TaskInfo of(TaskInfo task) {
        return new TaskInfo(
                task.id(),
                of(task.name()),
                task.count(),
                task.state(),
                task.age(),
                task.since(),
                task.steps(),
                task.parent(),
                task.spawn(),
                of(task.stack()),
                task.awaits() == null ? null : of(task.awaits()),
                task.awaitedBy().stream()
                        .map(waiter -> Words.isId(waiter) ? waiter : of(waiter))
                        .toList(),
                task.moving(),
                task.lost(),
                task.cancelling(),
                task.serves(),
                task.caller());
    }

    private WaitInfo of(WaitInfo wait) {
        return new WaitInfo(
                wait.kind(),
                wait.id(),
                of(wait.detail()),
                wait.owner() == null ? null : of(wait.owner()),
                wait.tasks(),
                wait.dueNanos(),
                of(wait.thread()),
                wait.remote() == null ? null : of(wait.remote()));
    }

    private RemoteInfo of(RemoteInfo remote) {
        return new RemoteInfo(
                remote.node(), of(remote.address()), of(remote.service()), remote.request(), remote.sentNanos());
    }

    private List<FrameInfo> of(List<FrameInfo> stack) {
        boolean isPlain = stack.stream().allMatch(frame -> frame.locals().isEmpty());
        return isPlain ? stack : stack.stream().map(this::of).toList();
    }

    private FrameInfo of(FrameInfo frame) {
        return new FrameInfo(
                frame.className(),
                frame.methodName(),
                frame.fileName(),
                frame.line(),
                frame.kind(),
                frame.locals().stream().map(this::of).toList());
    }

    private FrameInfo.Local of(FrameInfo.Local local) {
        boolean isSecret = !of(local.name()).equals(local.name());
        return new FrameInfo.Local(local.name(), isSecret ? HIDDEN : of(local.value()));
    }

    /** A text without what the pattern matches. */
    String of(String text) {
        return Search.replaceAll(pattern, text, HIDDEN);
    }
}
