// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.ScheduledTask;
import dev.weft.spi.Reports;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entity on the node that owns it, and the messages that wait for it. Loop thread only. */
final class Mailbox {
    private final String kind;
    private final String id;

    /** Null before the first message, and when it was dropped. */
    private @Nullable Entity<?, ?> entity;

    /** One that was dropped while it handled a message, which has yet to end; null if there is none. */
    private @Nullable Entity<?, ?> ending;

    /** Whose message is handled, or is the next one to be; null if there is none. */
    private @Nullable Turn current;

    /** Null as long as nothing waits, which is nearly always. */
    private @Nullable Deque<Turn> waiting;

    Mailbox(String kind, String id) {
        this.kind = kind;
        this.id = id;
    }

    String kind() {
        return kind;
    }

    String id() {
        return id;
    }

    @Nullable
    Entity<?, ?> entity() {
        return entity;
    }

    void setEntity(Entity<?, ?> made) {
        entity = made;
    }

    int size() {
        return waiting == null ? 0 : waiting.size();
    }

    boolean isEmpty() {
        return entity == null && current == null;
    }

    // ------------------------------------------------------------------ turns

    Turn add(Served served) {
        Turn turn = new Turn(this, served);
        if (current == null) {
            current = turn;
        } else {
            if (waiting == null) {
                waiting = new ArrayDeque<>(2);
            }
            waiting.add(turn);
        }
        return turn;
    }

    boolean isTurnOf(Turn turn) {
        return current == turn;
    }

    /** The task that handles a message; null if none does. */
    @Nullable
    ScheduledTask<?> holder() {
        Turn turn = current;
        return turn == null ? null : turn.task();
    }

    void over(Turn turn) {
        if (current != turn) {
            if (waiting != null) {
                waiting.remove(turn);
            }
            return;
        }
        if (ending != null) {
            Entity<?, ?> ended = ending;
            ending = null;
            tellDropped(ended);
        }
        current = waiting == null ? null : waiting.poll();
        if (waiting != null && waiting.isEmpty()) {
            waiting = null;
        }
        if (current != null) {
            current.look();
        }
    }

    /** Drops an entity that has nothing left to keep, if no message is there for it. */
    void dropIfOver() {
        Entity<?, ?> kept = entity;
        if (kept != null && current == null && isOver(kept)) {
            entity = null;
            tellDropped(kept);
        }
    }

    /** Forgets the entity, breaks off what it does, and sends back what waits. */
    void drop(String reason) {
        Entity<?, ?> dropped = entity;
        entity = null;
        if (dropped != null && current == null) {
            tellDropped(dropped);
        } else if (dropped != null) {
            ending = dropped;
        }
        Deque<Turn> refused = waiting;
        if (refused != null) {
            List.copyOf(refused).forEach(turn -> turn.refuse(Refusal.notOwner(reason)));
        }
        if (current != null) {
            current.served().breakOff(reason);
        }
    }

    private boolean isOver(Entity<?, ?> asked) {
        try {
            return asked.isOver();
        } catch (Throwable failed) { // whoever has asked waits for its answer
            Reports.warning("Entity " + this + " cannot say whether it is over.", failed);
            return false;
        }
    }

    private void tellDropped(Entity<?, ?> dropped) {
        try {
            dropped.dropped();
        } catch (Throwable failed) { // whoever has asked waits for its answer
            Reports.warning("Entity " + this + " failed when it was told that it is dropped.", failed);
        }
    }

    @Override
    public String toString() {
        return kind + ' ' + id;
    }
}
