// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import org.jspecify.annotations.Nullable;

/** The fields of the runtime from which tasks and loops are read, each in the class that declares it or in a subclass. */
enum RuntimeField {
    LOOP_NUMBER("dev.weft.internal.LoopEngine", "entry.number"),
    LOOP_OF_ENTRY("dev.weft.internal.LoopEngine", "entry.referent"),
    LOOP_THREAD("dev.weft.internal.LoopEngine", "binding.thread"),
    LOOP_NESTED("dev.weft.internal.LoopEngine", "binding.execution.nested"),
    LOOP_QUEUE("dev.weft.internal.LoopEngine", "queue"),
    LOOP_OTHER_QUEUE("dev.weft.internal.LoopEngine", "queue(dev.weft.internal.Fifo).levels.last"),
    QUEUE_RING("dev.weft.internal.Fifo", "ring"),
    QUEUE_HEAD("dev.weft.internal.Fifo", "head"),
    QUEUE_FORGOTTEN("dev.weft.internal.Fifo", "forgotten"),
    LOOP_RUNNING_SEEDED("dev.weft.internal.LoopEngine", "queue(dev.weft.internal.SeededOrder).running"),
    LOOP_TURNS("dev.weft.internal.LoopEngine", "turns.meter.turns"),
    LOOP_BEGUN("dev.weft.internal.LoopEngine", "turns.meter.begun"),
    LOOP_TIMERS("dev.weft.internal.LoopEngine", "turns.timers.size"),
    LOOP_VIRTUAL_NOW("dev.weft.internal.LoopEngine", "clock(dev.weft.internal.Simulation).now"),
    BIRTHS_SIZE("dev.weft.internal.LoopEngine", "births.size"),
    BIRTHS_UP_TO("dev.weft.internal.LoopEngine", "births.upTo"),
    BIRTHS_TIMES("dev.weft.internal.LoopEngine", "births.times"),
    NESTED_INNER("dev.weft.internal.Execution$Nested", "inner"),
    NESTED_BEFORE("dev.weft.internal.Execution$Nested", "before"),

    TASK_LOOP("dev.weft.internal.SpawnedTask", "loop"),
    TASK_NUMBER("dev.weft.internal.SpawnedTask", "number"),
    TASK_SPAWNER("dev.weft.internal.SpawnedTask", "spawner"),
    TASK_LABEL("dev.weft.internal.SpawnedTask", "label"),
    TASK_WHOLE("dev.weft.internal.SpawnedTask", "whole"),
    TASK_FLAGS("dev.weft.internal.SpawnedTask", "flags"),
    TASK_DONE("dev.weft.internal.SpawnedTask", "done"),
    TASK_WAITERS("dev.weft.internal.SpawnedTask", "waiters"),
    SERVED_PEER("dev.weft.net.Handlers$Serving", "connection.peer"),
    SERVED_SERVICE("dev.weft.spi.ServedRequest", "service"),
    SERVED_NODE("dev.weft.spi.ServedRequest", "request.node"),
    SERVED_REQUEST("dev.weft.spi.ServedRequest", "request.number"),
    SERVED_CALLER("dev.weft.spi.ServedRequest", "caller"),
    SERVING_NAME("dev.weft.internal.Origin$Serving", "request"),
    SERVING_PRIORITY("dev.weft.internal.Origin$Serving", "priority"),
    NAMED_NAME("dev.weft.internal.Origin$Named", "name"),
    NAMED_SITE("dev.weft.internal.Origin$Named", "site"),
    CONTEXT_LABEL("dev.weft.internal.Origin$InContext", "label"),
    SITE_CLASS("dev.weft.abi.SourceLocation", "className"),
    SITE_METHOD("dev.weft.abi.SourceLocation", "methodName"),
    SITE_FILE("dev.weft.abi.SourceLocation", "fileName"),
    SITE_LINE("dev.weft.abi.SourceLocation", "line"),
    BLOCKED_THREAD("dev.weft.internal.Settlement", "future.blocked.name"),

    DETACHED_NUMBER("dev.weft.internal.DetachedCoroutines$Entry", "number"),
    DETACHED_COROUTINE("dev.weft.internal.DetachedCoroutines$Entry", "referent"),
    DETACHED_ENTRY("dev.weft.internal.DetachedCoroutine", "entry"),
    DETACHED_WAKES("dev.weft.internal.DetachedCoroutine", "wakes.value"),

    TOP("dev.weft.abi.Coroutine", "top"),
    PENDING("dev.weft.abi.Coroutine", "pending"),
    STATUS("dev.weft.abi.Coroutine", "status"),
    STEPS("dev.weft.abi.Coroutine", "steps"),
    RESTS_SINCE("dev.weft.abi.Coroutine", "calls"),
    CANCELLING("dev.weft.abi.Coroutine", "cancelling"),
    FRAME_STATE("dev.weft.abi.Frame", "state"),
    FRAME_PARENT("dev.weft.abi.Frame", "link"),
    TIMER_DEADLINE("dev.weft.internal.Timer", "deadline"),
    TIMER_PLACE("dev.weft.internal.Timer", "index"),
    SELECT_CLAUSES("dev.weft.sync.FirstOf", "clauses"),
    CLAUSE_AWAITABLE("dev.weft.sync.Clause", "awaitable"),
    PERMITS_BUCKET("dev.weft.sync.RateLimiter$Acquire", "this$0.bucket"),
    PERMITS_LINE("dev.weft.sync.RateLimiter$Acquire", "standsIn"),
    PERMITS_BEFORE("dev.weft.sync.RateLimiter$Acquire", "before"),
    PERMITS_WEIGHT("dev.weft.sync.RateLimiter$Acquire", "weight"),
    BUCKET_PERMIT("dev.weft.sync.Bucket", "permit"),
    BUCKET_PER_NANO("dev.weft.sync.Bucket", "perNano"),
    BUCKET_PARTS("dev.weft.sync.Bucket", "parts"),
    BUCKET_SINCE("dev.weft.sync.Bucket", "since"),
    JOB_THREAD("dev.weft.internal.BlockingCall", "job.thread"),
    THREAD_NAME("java.lang.Thread", "name");

    private final String type;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final FieldPath path;

    RuntimeField(String type, String path) {
        this.type = type;
        this.path = FieldPath.parse(path);
    }

    /** The class at whose objects the way begins. */
    String type() {
        return type;
    }

    FieldPath path() {
        return path;
    }

    /** The object there; null if there is none. */
    @Nullable
    HeapObject object(HeapObject from) throws UnreadableDumpException {
        return path.object(from);
    }

    /** The whole number there; 0 if the way ends before. */
    long number(HeapObject from) throws UnreadableDumpException {
        return path.number(from);
    }

    /** Whether the boolean there is true. */
    boolean is(HeapObject from) throws UnreadableDumpException {
        return path.number(from) != 0;
    }

    /** The text there; null if there is none. */
    @Nullable
    String text(HeapObject from) throws UnreadableDumpException {
        return path.text(from);
    }
}
