// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Entity;
import dev.weft.cluster.EntityKind;
import java.util.ArrayList;
import java.util.List;

// region cart
/** A cart, on the node that owns it. It does one thing at a time, so its list needs no lock. */
final class Cart implements Entity<CartMessage, CartView> {
    static final EntityKind<CartMessage, CartView> KIND = EntityKind.of("cart", CartMessage.class, CartView.class);

    private final ClusterNode node;
    private final List<String> items = new ArrayList<>();

    Cart(ClusterNode node) {
        this.node = node;
    }

    @Override
    public Task<CartView> receive(CartMessage message) {
        return message instanceof CartMessage.Add add ? add(add.item()) : Task.of(view());
    }

    @Async
    private Task<CartView> add(String item) {
        int price = await(node.ask(Prices.PRICE, item)); // of any node
        items.add(item + " for " + price);
        return Task.of(view());
    }

    private CartView view() {
        return new CartView(node.name(), items);
    }
}
// endregion
