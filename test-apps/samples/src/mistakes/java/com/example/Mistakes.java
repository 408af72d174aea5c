// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;

import dev.weft.Async;
import dev.weft.Task;
import java.util.List;

/** What newcomers get wrong, and javac tells them with the compiler plugin. A test compiles it; nothing runs it. */
final class Mistakes {
    // region mistakes
    int total() {
        return await(price("north")) * 2;
    }

    @Async
    Task<Void> saveAll(List<String> orders) {
        save(orders.get(0));
        orders.forEach(order -> await(save(order)));
        return Task.done();
    }

    @Async
    Task<Integer> twice() throws InterruptedException {
        Thread.sleep(10);
        Task<Integer> price = price("north");
        return Task.of(await(price) + await(price));
    }

    @Async
    Task<Void> locked() {
        synchronized (this) {
            await(save("north"));
        }
        return Task.done();
    }
    // endregion

    @Async
    private Task<Integer> price(String shop) {
        var both = await(gather(Task.of(shop.length()), Task.of(1)));
        return Task.of(both.first());
    }

    @Async
    private Task<Void> save(String order) {
        return price(order).equals(order) ? Task.done() : Task.failed(new IllegalStateException());
    }
}
