// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;

/** What a {@code select} of a heap dump waits for. */
final class Clauses {
    private Clauses() {}

    /** Whether an awaitable is the wait of a select. */
    static boolean has(HeapObject awaited) {
        return awaited.isA(RuntimeField.SELECT_CLAUSES.type());
    }

    /** What the clauses of a select await, in order. */
    static List<HeapObject> of(HeapObject select) throws UnreadableDumpException {
        HeapObject clauses = RuntimeField.SELECT_CLAUSES.object(select);
        List<HeapObject> awaited = new ArrayList<>();
        for (HeapObject clause : clauses == null ? List.<HeapObject>of() : clauses.elements()) {
            HeapObject part = RuntimeField.CLAUSE_AWAITABLE.object(clause);
            if (part != null) {
                awaited.add(part);
            }
        }
        return awaited;
    }
}
