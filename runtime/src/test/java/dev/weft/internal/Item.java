// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/** Something that only one can have, to be taken from where it lies. It counts what becomes of it. */
public class Item implements Awaitable<String> {
    private @Nullable Waiter waiter;
    private boolean there;
    private boolean held;

    /** How often somebody asked whether it is there. */
    public int asked;

    /** How often it was given to somebody. */
    public int given;

    /** How often it was given back, after it had been given. */
    public int discarded;

    public int withdrawn;

    /** What the next call of withdraw or discard throws; nothing for most. */
    public @Nullable RuntimeException failure;

    /** The loop that it belongs to; none for most. */
    public @Nullable EventLoop owner;

    /** An item that is not there yet. */
    public Item() {}

    /** An item that is there. */
    public static Item there() {
        Item item = new Item();
        item.there = true;
        return item;
    }

    /** Puts it there, and wakes nobody. */
    public void put() {
        there = true;
    }

    /** Puts it there, and wakes who waits for it. */
    public void hand() {
        put();
        if (waiter != null) {
            waiter.wake();
        }
    }

    /** Whether it lies there for the next to take. */
    public boolean isFree() {
        return there && !held;
    }

    @Override
    public boolean isReady() {
        asked++;
        held |= there;
        return held;
    }

    @Override
    public String result() {
        given++;
        return "item";
    }

    @Override
    public void subscribe(Waiter newWaiter) {
        waiter = newWaiter;
    }

    @Override
    public boolean withdraw(Waiter gone) {
        withdrawn++;
        waiter = null;
        held = false;
        throwFailure();
        return true;
    }

    @Override
    public void discard(String result) {
        discarded++;
        held = false;
        throwFailure();
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public @Nullable EventLoop loop() {
        return owner;
    }
}
