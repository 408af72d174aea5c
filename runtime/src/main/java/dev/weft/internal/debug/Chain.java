// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.debug.FrameInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks stand whose frames are at the same lines: one object for all of them. Found without an object for each task that is asked
 * about, since there may be a million.
 */
final class Chain {
    private static final int MOST_FRAMES = 100_000;

    /** The chains that were met so far, by the hash of their frames. */
    static final class Table {
        private @Nullable Chain[] buckets = new Chain[256];
        private int size;

        /** Returns the chain that begins with a frame. */
        Chain of(@Nullable Frame<?> leaf) {
            int hash = 1;
            int length = 0;
            for (Frame<?> frame = leaf; frame != null && length < MOST_FRAMES; frame = Coroutine.parentOf(frame)) {
                hash = 31 * (31 * hash + frame.getClass().hashCode()) + frame.state;
                length++;
            }
            for (Chain chain = buckets[hash & (buckets.length - 1)]; chain != null; chain = chain.next) {
                if (chain.hash == hash && chain.isOf(leaf, length)) {
                    return chain;
                }
            }
            return add(new Chain(hash, leaf, length));
        }

        private Chain add(Chain chain) {
            if (++size > buckets.length) {
                grow();
            }
            int bucket = chain.hash & (buckets.length - 1);
            chain.next = buckets[bucket];
            buckets[bucket] = chain;
            return chain;
        }

        private void grow() {
            @Nullable Chain[] old = buckets;
            buckets = new Chain[2 * old.length];
            for (@Nullable Chain first : old) {
                Chain chain = first;
                while (chain != null) {
                    Chain following = chain.next;
                    int bucket = chain.hash & (buckets.length - 1);
                    chain.next = buckets[bucket];
                    buckets[bucket] = chain;
                    chain = following;
                }
            }
        }
    }

    private final int hash;
    private final Class<?>[] types;
    private final short[] states;
    private final List<FrameInfo> lines;
    private @Nullable Chain next;

    private Chain(int hash, @Nullable Frame<?> leaf, int length) {
        this.hash = hash;
        this.types = new Class<?>[length];
        this.states = new short[length];
        List<FrameInfo> found = new ArrayList<>(length);
        Frame<?> frame = leaf;
        for (int i = 0; i < length && frame != null; i++) {
            types[i] = frame.getClass();
            states[i] = frame.state;
            StackTraceElement line = frame.traceElement();
            if (line != null) {
                found.add(FrameInfo.of(line, FrameInfo.Kind.AWAIT));
            }
            frame = Coroutine.parentOf(frame);
        }
        this.lines = List.copyOf(found);
    }

    private boolean isOf(@Nullable Frame<?> leaf, int length) {
        if (types.length != length) {
            return false;
        }
        Frame<?> frame = leaf;
        for (int i = 0; i < length; i++) {
            if (frame == null || types[i] != frame.getClass() || states[i] != frame.state) {
                return false;
            }
            frame = Coroutine.parentOf(frame);
        }
        return true;
    }

    /** The lines from a frame on, each with the variables of that frame, and so of one task alone. */
    static List<FrameInfo> withLocals(@Nullable Frame<?> leaf) {
        List<FrameInfo> lines = new ArrayList<>();
        int length = 0;
        for (Frame<?> frame = leaf; frame != null && length < MOST_FRAMES; frame = Coroutine.parentOf(frame)) {
            StackTraceElement line = frame.traceElement();
            if (line != null) {
                lines.add(FrameInfo.of(line, FrameInfo.Kind.AWAIT).withLocals(FrameLocals.of(frame)));
            }
            length++;
        }
        return lines;
    }

    /** The lines of the awaits, innermost first. */
    List<FrameInfo> lines() {
        return lines;
    }
}
