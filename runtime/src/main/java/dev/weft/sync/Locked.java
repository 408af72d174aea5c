// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/**
 * The exchanges of the operations among the clauses of a select, which are locked together: in the order of their numbers, so that no two selects wait for
 * each other.
 */
final class Locked {
    private final Clause<?>[] clauses;
    private final Exchange<?>[] exchanges;
    private int count;

    Locked(Clause<?>[] clauses) {
        this.clauses = clauses;
        this.exchanges = new Exchange<?>[clauses.length];
        for (Clause<?> clause : clauses) {
            if (clause.awaitable() instanceof Operation<?, ?> operation) {
                insert(operation.exchange);
            }
        }
    }

    /** Puts an exchange at its place, unless it is there. They are few. */
    private void insert(Exchange<?> added) {
        int place = count;
        while (place > 0 && exchanges[place - 1].number > added.number) {
            place--;
        }
        if (place > 0 && exchanges[place - 1] == added) {
            return;
        }
        System.arraycopy(exchanges, place, exchanges, place + 1, count - place);
        exchanges[place] = added;
        count++;
    }

    /** Settles the first operation that can be, which wins the choice; else all of them wait through it. True if one was settled. */
    boolean settleOrEnter(Choice choice) {
        Runnable afterwards;
        for (int i = 0; i < count; i++) {
            exchanges[i].lock();
        }
        try {
            afterwards = settle(choice);
            if (afterwards == null) {
                enter(choice);
            }
        } finally {
            for (int i = 0; i < count; i++) {
                exchanges[i].unlock();
            }
        }
        if (afterwards != null) {
            afterwards.run();
        }
        return afterwards != null;
    }

    /** Returns what is to be told when the locks are released, or null if nothing could be settled. */
    private @Nullable Runnable settle(Choice choice) {
        for (Clause<?> clause : clauses) {
            if (clause.awaitable() instanceof Operation<?, ?> operation) {
                operation.attempt();
                if (!operation.isOpen()) {
                    choice.claim(operation);
                    return operation.exchange.afterAttempt();
                }
            }
        }
        return null;
    }

    private void enter(Choice choice) {
        for (Clause<?> clause : clauses) {
            if (clause.awaitable() instanceof Operation<?, ?> operation) {
                operation.subscribe(choice);
            }
        }
    }
}
