// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What keys ask of a ring, as entries whose numbers say whose they are: the generation of a key, its descriptor, and what was asked. Each is
 * queued, and done by the next look. Thread of the loop only.
 */
final class RingEntries {
    /** What was asked, in the lowest bits of a number: what concerns nobody, and what wakes the loop. */
    static final byte NOBODYS = 0;

    static final byte WAKES = 1;
    static final byte POLLS_IN = 2;
    static final byte POLLS_OUT = 3;
    static final byte RECEIVES = 4;
    static final byte SENDS = 5;
    private static final int KIND_BITS = 3;

    /** What a poll, and what a receive is to do again and again. */
    private static final int POLL_AGAIN = 1;

    private static final int RECEIVE_AGAIN = 2;
    private static final int SEND_FLAGS = 0x40 | Calls.NO_SIGNAL; // without waiting

    private final SendSlots slots;
    private Ring ring;

    RingEntries(Calls calls, Ring ring) throws IOException {
        this.ring = ring;
        slots = new SendSlots(calls);
    }

    /** Goes on with another ring, that has none of the entries. */
    void moveTo(Ring another) {
        ring = another;
    }

    void close() {
        slots.close();
    }

    private static long number(RingKey key, byte kind) {
        return (long) key.generation << Integer.SIZE | (long) key.descriptor << KIND_BITS | kind;
    }

    static int kindOf(long number) {
        return (int) number & ((1 << KIND_BITS) - 1);
    }

    static int descriptorOf(long number) {
        return (int) number >>> KIND_BITS;
    }

    static int generationOf(long number) {
        return (int) (number >>> Integer.SIZE);
    }

    // ------------------------------------------------------------------ what keys ask

    /** Makes room for an entry, during a look; false if the system takes none now, as each of the next says it. */
    private boolean hasRoom() {
        if (ring.isFull()) {
            int unused = ring.enter(0, 0); // a failure comes again
        }
        return !ring.isFull();
    }

    /** Has the loop woken by an event, again and again. */
    boolean wakeBy(int event) {
        boolean hasRoom = hasRoom();
        if (hasRoom) {
            ring.add(Ring.POLL, 0, 0, event, 0, POLL_AGAIN, SystemSelector.IN, WAKES);
        }
        return hasRoom;
    }

    /** Polls once. */
    boolean poll(RingKey key, byte kind) {
        boolean hasRoom = hasRoom();
        if (hasRoom) {
            int events = kind == POLLS_IN ? SystemSelector.IN : SystemSelector.OUT;
            ring.add(Ring.POLL, 0, 0, key.descriptor, 0, 0, events, number(key, kind));
        }
        return hasRoom;
    }

    /** Receives again and again. */
    boolean receive(RingKey key) {
        boolean hasRoom = hasRoom();
        if (hasRoom) {
            long number = number(key, RECEIVES);
            ring.add(Ring.RECEIVE, Ring.PICKS_BUFFER, RECEIVE_AGAIN, key.descriptor, 0, 0, 0, number);
        }
        return hasRoom;
    }

    /** Has something end that is under way; it says so itself. */
    boolean cancel(RingKey key, byte kind) {
        boolean hasRoom = hasRoom();
        if (hasRoom) {
            ring.add(Ring.CANCEL, Ring.SILENT, 0, -1, number(key, kind), 0, 0, NOBODYS);
        }
        return hasRoom;
    }

    // ------------------------------------------------------------------ what is sent

    /**
     * Whether so many bytes can be sent with others. Where there is no room it makes none: the call would take bytes from sockets between two
     * looks, and a read of what came after them would overtake.
     */
    boolean canSend(int bytes) {
        return bytes > 0 && bytes <= SendSlots.SIZE && slots.hasFree() && !ring.isFull();
    }

    /** Takes a copy of what can be sent; returns the slot. */
    int copy(ByteBuffer source) {
        return slots.take(source);
    }

    /**
     * Sends what there is room for, without waiting for that: it is done or refused when the next call has returned.
     *
     * @return the entry, for {@link #takeBack}
     */
    int send(RingKey key, int slot, int size) {
        return ring.add(Ring.SEND, 0, 0, key.descriptor, slots.address(slot), size, SEND_FLAGS, number(key, SENDS));
    }

    /** Does nothing in place of what was asked; false if it is too late. */
    boolean takeBack(int entry) {
        return ring.takeBack(entry, NOBODYS);
    }

    void freeSlot(int slot) {
        slots.giveBack(slot);
    }
}
