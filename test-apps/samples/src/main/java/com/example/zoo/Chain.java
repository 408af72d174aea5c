// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Event;

/** A task in which four calls await one another. */
final class Chain {
    private static final Event PAID = new Event("paid");

    private Chain() {}

    @Async
    static Task<Void> open(String argument) {
        await(Standing.untilAwaits("event", spawn("order", order(4711))));
        return Task.done();
    }

    @Async
    static Task<Void> order(int number) {
        await(bill(number));
        return Task.done();
    }

    @Async
    static Task<Void> bill(int number) {
        String customer = "customer-of-" + number;
        await(charge(number * 2));
        System.out.println(customer + " has paid");
        return Task.done();
    }

    @Async
    static Task<Void> charge(int cents) {
        await(payment());
        return Task.done();
    }

    @Async
    static Task<Void> payment() {
        await(PAID.untilSet());
        return Task.done();
    }
}
