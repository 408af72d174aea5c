// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.internal.InboxInterleavings;
import dev.weft.internal.TimerOrders;

/** All that Lincheck tries, in one JVM: to instrument the classes takes longer than the rest. Argument: how many times as much as in a build. */
final class Interleavings {
    /** How many checks there are. */
    static final int CHECKS = 17;

    private Interleavings() {}

    public static void main(String[] arguments) {
        Judge judge = new Judge(Integer.parseInt(arguments[0]));
        InboxInterleavings.judge(judge);
        TimerOrders.judge(judge);
        ChannelInterleavings.judge(judge);
        EventInterleavings.judge(judge);
        judge.orders("mutex", MutexOrders.class, MutexOrders.Model.class);
        judge.orders("semaphore", SemaphoreOrders.class, SemaphoreOrders.Model.class);
        judge.orders("pool", PoolOrders.class, PoolOrders.Model.class);
        System.out.println("passed\t" + judge.passed());
    }
}
