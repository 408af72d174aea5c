// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Service;
import java.time.Duration;

// region prices
/** What things cost. That of gold is asked for on a market that does not answer soon. */
final class Prices {
    static final Service<String, Integer> PRICE = Service.of("price", String.class, Integer.class);
    static final Service<String, Integer> WAITING = Service.of("waiting", String.class, Integer.class);

    private int waiting;

    void serve(ClusterNode node) {
        node.serve(PRICE, this::price);
        node.serve(WAITING, item -> Task.of(waiting));
    }

    @Async
    private Task<Integer> price(String item) {
        if (item.equals("gold")) {
            waiting++;
            await(sleep(Duration.ofMinutes(1)));
        }
        return Task.of(100 * item.length());
    }
}
// endregion
