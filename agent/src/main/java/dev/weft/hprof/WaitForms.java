// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import static dev.weft.hprof.WaitForm.form;

import dev.weft.hprof.heap.HeapObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of the awaitables of the runtime: of each what its {@code describe()} says, since a heap dump has no code. A test fails when the
 * runtime has one that is not here, and when a field that is named here is gone.
 */
final class WaitForms {
    private static final String COMBINE = "dev.weft.internal.combine.";
    private static final String STREAM = "dev.weft.internal.stream.";
    private static final String RUNNING = "{parts.running} of {parts.ends} running";

    private static final List<WaitForm> TASKS = List.of(
            form("dev.weft.internal.SpawnedTask", "task", "{}").task(""),
            form("dev.weft.internal.CompletedTask", "task", "completed"),
            form("dev.weft.abi.Yield", "yield"),
            form("dev.weft.abi.StageAwait", "stage", "{future}")
                    .task("future(dev.weft.internal.AwaitFuture).coroutine"),
            form("dev.weft.abi.StageAwait$OfShared", "stage", "{future}")
                    .task("future(dev.weft.internal.AwaitFuture).coroutine"),
            form("dev.weft.internal.BlockingCall", "blocking", "{call}, runs on thread \"{job.thread.name}\"", "{call}")
                    .ownedBy("{executor}"),
            form("dev.weft.internal.FaultDelay", "fault", "{point}, delayed by {nanos#}"),
            form("dev.weft.internal.stack.CallStackDump", "awaitable", "dev.weft.internal.stack.CallStackDump"));

    private static final List<WaitForm> STRUCTURED = List.of(
            form(COMBINE + "Sleep", "sleep", "{nanos#}"),
            form(COMBINE + "Gather", "gather", RUNNING).task("parts.tasks"),
            form(COMBINE + "AllSettled", "allSettled", RUNNING).task("parts.tasks"),
            form(COMBINE + "Race", "{mustSucceed?any:race}", RUNNING).task("parts.tasks"),
            form(COMBINE + "GroupCall", "group", "with {group.members.size} running", "with 0 running")
                    .taskOfEach("group.members.first", "next", "task"),
            form(COMBINE + "ScopeCall", "timeout", "{scope.timeout}").task("child"),
            form(COMBINE + "WaitFor", "waitFor", "{timeout}").task("child"),
            form(COMBINE + "Shield", "shield").task("task"),
            form(COMBINE + "ShieldedBlock", "shield").task("task"),
            form(COMBINE + "ShieldedStage", "shield").ownedBy("{stage}"),
            form(COMBINE + "NextCompleted", "next", "of asCompleted")
                    .taskOfEach("completions.group.members.first.next", "next", "task"));

    private static final List<WaitForm> STREAMS = List.of(
            form(STREAM + "Ahead$Next", "generator", "{this$0.operation}, {this$0.running} sources run")
                    .taskIn("this$0.pumps", "task"),
            form(STREAM + "Subscribed$Next", "generator", "from {this$0.publisher}"),
            form(STREAM + "Pump$Room", "room", "in {this$0.works.operation}"),
            form(STREAM + "DeliveryFrame$Demand", "demand", "of a subscriber"),
            form(STREAM + "Windowed$Due", "awaitable", STREAM + "Windowed$Due"));

    private static final Map<String, WaitForm> BY_CLASS =
            all().collect(Collectors.toMap(WaitForm::type, Function.identity()));

    private WaitForms() {}

    static Stream<WaitForm> all() {
        return Stream.of(TASKS, STRUCTURED, STREAMS, LockForms.ALL, ExchangeForms.ALL, EndpointForms.ALL, FileForms.ALL)
                .flatMap(List::stream);
    }

    /** The form of an awaitable; null if it is not the runtime's, and so nothing is known but its class. */
    static @Nullable WaitForm formOf(HeapObject awaitable) {
        return BY_CLASS.get(awaitable.className());
    }
}
