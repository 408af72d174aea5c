// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import static dev.weft.hprof.WaitForm.form;

import java.util.List;

/** The part of the {@link WaitForms} for what tasks stand in line for. */
final class LockForms {
    private static final String SYNC = "dev.weft.sync.";
    private static final String WAITING = ", {this$0.line.size} waiting";
    private static final String MUTEX = "{@this$0}, {this$0.locked?locked:free}" + WAITING;
    private static final String RW_LOCK =
            "{@this$0}, {this$0.written?written:not written}, {this$0.readers} reading" + WAITING;
    private static final String PERMITS = "{@this$0}, {this$0.available}{this$0.limit~} permits" + WAITING;
    private static final String POOL = "{@this$0}" + WAITING + "{this$0.closed?, closed:}";

    static final List<WaitForm> ALL = List.of(
            line(SYNC + "Mutex$Lock", "mutex", MUTEX).task("this$0.owner").handedIf("this$0.isHanded"),
            line(SYNC + "Mutex$LockTurnstile", "mutex", MUTEX)
                    .task("this$0.owner")
                    .handedIf("this$0.isHanded"),
            line(SYNC + "RwLock$Read", "rwlock", RW_LOCK + "{this$0.written?:, behind a writer}")
                    .task("this$0.writer")
                    .taskUnless("this$0.written", "this$0.line.first.state"),
            line(SYNC + "RwLock$Write", "rwlock", RW_LOCK).task("this$0.writer").task("this$0.reader"),
            line(SYNC + "Semaphore$Bare", "semaphore", PERMITS),
            line(SYNC + "Semaphore$Guarded", "semaphore", PERMITS),
            line(SYNC + "Semaphore$PermitTurnstile", "semaphore", PERMITS),
            line(SYNC + "RateLimiter$Acquire", "limiter", "{@this$0}" + WAITING),
            line(SYNC + "RateLimiter$PermitTurnstile", "limiter", "{@this$0}" + WAITING),
            line(SYNC + "Event$Wait", "event", "{@this$0}, {this$0.set?set:not set}" + WAITING),
            line(SYNC + "Condition$Wait", "condition", "{@this$0}" + WAITING),
            line(SYNC + "Latch$Wait", "latch", "{@this$0}, {this$0.count} to go" + WAITING),
            line(
                    SYNC + "Barrier$Arrival",
                    "barrier",
                    "{@this$0}, {this$0.line.size} of {this$0.parties} waiting, phase {this$0.phase}"),
            line(SYNC + "Pool$Borrow", "pool", POOL),
            line(SYNC + "Pool$Closed", "pool", POOL));

    private LockForms() {}

    private static WaitForm line(String type, String kind, String detail) {
        return form(type, kind, detail).about("this$0");
    }
}
