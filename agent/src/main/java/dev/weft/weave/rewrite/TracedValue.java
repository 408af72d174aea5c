// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Value;

/**
 * A value of a method: what one instruction makes; or, where ways through the method meet, any of several others. These are not put
 * together where they meet, because the same many would be put together again wherever they meet next; who asks for makers or users
 * looks through.
 */
final class TracedValue implements Value {
    /** A value that nobody can await, such as a number. Nothing is known of it. */
    static final TracedValue NARROW = new TracedValue(1, false, null);

    /** A long or double. */
    static final TracedValue WIDE = new TracedValue(2, false, null);

    private final int size;
    private final boolean isTraced;
    private final @Nullable AbstractInsnNode maker;
    private final List<AbstractInsnNode> users = new ArrayList<>(1);

    /** Where ways meet: what each of them brings. */
    private final List<TracedValue> alternatives = new ArrayList<>(1);

    /** The values of which this is an alternative. */
    private final List<TracedValue> meetings = new ArrayList<>(1);

    private TracedValue(int size, boolean isTraced, @Nullable AbstractInsnNode maker) {
        this.size = size;
        this.isTraced = isTraced;
        this.maker = maker;
    }

    static TracedValue madeBy(AbstractInsnNode maker) {
        return new TracedValue(1, true, maker);
    }

    /** A value that is to be any of those that are {@linkplain #add added}. */
    static TracedValue meeting() {
        return new TracedValue(1, true, null);
    }

    @Override
    public int getSize() {
        return size;
    }

    boolean isTraced() {
        return isTraced;
    }

    void use(AbstractInsnNode user) {
        if (isTraced) {
            users.add(user);
        }
    }

    /** Adds what another way brings to where it meets those before it. */
    void add(TracedValue alternative) {
        boolean isNew = alternatives.isEmpty() || alternatives.get(alternatives.size() - 1) != alternative;
        if (isTraced && alternative.isTraced && alternative != this && isNew) {
            alternatives.add(alternative);
            alternative.meetings.add(this);
        }
    }

    /** The instructions of which one has made it. */
    Set<AbstractInsnNode> makers() {
        if (maker != null) {
            return Set.of(maker);
        }
        Set<AbstractInsnNode> makers = new HashSet<>();
        for (TracedValue value : addAll(true, new HashSet<>())) {
            if (value.maker != null) {
                makers.add(value.maker);
            }
        }
        return makers;
    }

    /** Adds the instructions that use it, also where it is an alternative. */
    void addUsersTo(Set<AbstractInsnNode> all) {
        for (TracedValue value : addAll(false, new HashSet<>())) {
            all.addAll(value.users);
        }
    }

    /** Adds itself, and all of which it may be an alternative, to those of which that is known. */
    void addHoldersTo(Set<TracedValue> all) {
        addAll(false, all);
    }

    /** Adds what can be reached from here, backwards to the alternatives or forwards to the meetings. */
    private Set<TracedValue> addAll(boolean backwards, Set<TracedValue> found) {
        Deque<TracedValue> work = new ArrayDeque<>(List.of(this));
        for (TracedValue value = work.poll(); value != null; value = work.poll()) {
            if (found.add(value)) {
                work.addAll(backwards ? value.alternatives : value.meetings);
            }
        }
        return found;
    }
}
