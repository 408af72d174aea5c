// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.sync.Channel;

/** A program whose threads use a channel where their Java stacks end, at each depth a little otherwise, and which prints who could go on. */
public final class DeepCallers {
    private static final Channel<Integer> CHANNEL = Channel.unbounded();
    private static final int STACK = 180_000;

    private static volatile int overflows;

    private DeepCallers() {}

    /** Takes the number of threads, which run one after the other. */
    public static void main(String[] arguments) throws InterruptedException {
        int threads = Integer.parseInt(arguments[0]);
        for (int i = 0; i < threads; i++) {
            int frames = i % 40;
            Thread deep = new Thread(null, () -> indent(frames), "deep", STACK + 64L * i);
            deep.setDaemon(true);
            deep.start();
            deep.join(60_000);
            if (deep.isAlive()) {
                System.out.println("hangs: " + deep.getStackTrace()[0]);
                return;
            }
        }
        System.out.println((overflows >= threads ? "all" : "only " + overflows)
                + " overflowed, and the channel goes on: " + CHANNEL.trySend(1));
    }

    private static void indent(int frames) {
        if (frames > 0) {
            indent(frames - 1);
        } else {
            deepen();
        }
    }

    /** On the way out too, where there is a little more stack in each frame. */
    private static void deepen() {
        try {
            deepen();
        } catch (StackOverflowError end) {
            overflows++;
        }
        try {
            CHANNEL.trySend(1);
            CHANNEL.tryReceive();
        } catch (StackOverflowError again) {
            overflows++;
        }
    }
}
