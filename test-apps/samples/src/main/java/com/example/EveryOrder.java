// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Event;
import dev.weft.testing.Explorer;

/** Finds the one order in which a mailbox loses a message. */
public final class EveryOrder {
    private EveryOrder() {}

    // region mailbox
    /** Holds one message. Who finds it empty waits. */
    static final class Mailbox {
        private final Event filled = Event.autoReset("filled");
        private String message;

        void put(String text) {
            message = text;
            filled.set();
        }

        @Async
        Task<String> take() {
            if (message == null) {
                await(filled.untilSet());
            }
            String taken = message;
            message = null;
            return Task.of(taken);
        }
    }

    @Async
    static Task<Void> putsTwo(Mailbox box) {
        box.put("one");
        await(Explorer.pause()); // stands for a call
        box.put("two");
        return Task.done();
    }

    @Async
    static Task<Void> test() {
        Mailbox box = new Mailbox();
        var taken = await(gather(box.take(), box.take(), putsTwo(box)));
        if (taken.first() == null || taken.second() == null) {
            throw new AssertionError("taken: " + taken.first() + " and " + taken.second());
        }
        return Task.done();
    }
    // endregion

    // region run
    /** Runs the sample. */
    public static void main(String[] args) {
        System.out.println(Explorer.allOrders().explore(EveryOrder::test));
    }
    // endregion
}
