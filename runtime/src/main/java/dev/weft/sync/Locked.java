// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/**
 * The exchanges of the operations among the clauses of a select, which are locked together: in the order of their numbers, so that no two
 * selects wait for each other.
 */
final class Locked {
    private Locked() {}

    /** Refuses an operation that is in two clauses, or that somebody awaits elsewhere. */
    static void requireUnawaited(Clause<?>[] clauses) {
        for (int i = 0; i < clauses.length; i++) {
            Operation<?, ?> operation = clauses[i].operation;
            if (operation != null) {
                operation.requireUnawaited();
                for (int j = 0; j < i; j++) {
                    if (clauses[j].operation == operation) {
                        throw operation.refusal();
                    }
                }
            }
        }
    }

    /** Settles the first operation that can be, which wins the choice; else all of them wait through it. */
    static void settleOrEnter(Clause<?>[] clauses, Choice choice) {
        Clause<?>[] ordered = isOrdered(clauses) ? clauses : ordered(clauses);
        Attempt<?> attempt;
        lock(ordered);
        try {
            attempt = settle(clauses, choice);
            if (attempt == null) {
                enter(clauses, choice);
            }
        } finally {
            unlock(ordered);
        }
        if (attempt != null) {
            attempt.tell();
        }
    }

    private static boolean isOrdered(Clause<?>[] clauses) {
        long before = -1;
        for (Clause<?> clause : clauses) {
            long number = number(clause, before);
            if (number < before) {
                return false;
            }
            before = number;
        }
        return true;
    }

    /** The number of the exchange of a clause; of one that has none, another number. */
    private static long number(Clause<?> clause, long other) {
        return clause.operation == null ? other : clause.operation.exchange.number;
    }

    /** The clauses in the order of their exchanges. They are few. */
    private static Clause<?>[] ordered(Clause<?>[] clauses) {
        Clause<?>[] ordered = clauses.clone();
        for (int i = 1; i < ordered.length; i++) {
            Clause<?> moved = ordered[i];
            int place = i;
            while (place > 0 && number(ordered[place - 1], -1) > number(moved, -1)) {
                ordered[place] = ordered[place - 1];
                place--;
            }
            ordered[place] = moved;
        }
        return ordered;
    }

    private static void lock(Clause<?>[] ordered) {
        Exchange<?> before = null;
        for (Clause<?> clause : ordered) {
            Operation<?, ?> operation = clause.operation;
            if (operation != null && operation.exchange != before) {
                before = operation.exchange;
                before.lock();
            }
        }
    }

    private static void unlock(Clause<?>[] ordered) {
        Exchange<?> before = null;
        for (Clause<?> clause : ordered) {
            Operation<?, ?> operation = clause.operation;
            if (operation != null && operation.exchange != before) {
                before = operation.exchange;
                before.unlock();
            }
        }
    }

    private static @Nullable Attempt<?> settle(Clause<?>[] clauses, Choice choice) {
        for (Clause<?> clause : clauses) {
            Operation<?, ?> operation = clause.operation;
            if (operation != null && operation.isPromising()) {
                Attempt<?> attempt = Attempt.of(operation);
                if (!operation.isOpen()) {
                    choice.claim(operation);
                    return attempt;
                }
            }
        }
        return null;
    }

    private static void enter(Clause<?>[] clauses, Choice choice) {
        for (Clause<?> clause : clauses) {
            if (clause.operation != null) {
                clause.operation.enter(choice);
            }
        }
    }

    /** What is to be told of an attempt when the locks are released. */
    private record Attempt<E>(
            Exchange<E> exchange,
            @Nullable Operation<E, ?> woken,
            @Nullable E dropped) {
        static <E> Attempt<E> of(Operation<E, ?> operation) {
            return new Attempt<>(operation.exchange, operation.attempt(), operation.exchange.takeDropped());
        }

        void tell() {
            exchange.tell(woken, dropped);
        }
    }
}
