// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.abi.Coroutine;
import dev.weft.abi.GeneratorFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generator as the weaver would leave it, for a module that has no weaver:
 *
 * <pre>
 * try {
 *     for (int i = 0; i &lt; end; i++) {
 *         await(before);
 *         emit(i);
 *     }
 *     return next;
 * } finally {
 *     await(last);
 *     log.add("finally");
 * }
 * </pre>
 */
final class Numbers extends GeneratorFrame<Integer> {
    private static final int AT_AWAIT = 1;
    private static final int AT_EMIT = 2;
    private static final int IN_FINALLY = 3;

    final List<String> log = new ArrayList<>();
    private final int end;
    private final @Nullable Awaitable<?> before;
    private final @Nullable Awaitable<?> last;
    private AsyncGenerator<Integer> next = AsyncGenerator.done();
    private String type = "com.example.Numbers";
    private int i;
    private @Nullable Throwable thrown;

    Numbers(int end, @Nullable Awaitable<?> before, @Nullable Awaitable<?> last) {
        this.end = end;
        this.before = before;
        this.last = last;
    }

    static Numbers to(int end) {
        return new Numbers(end, null, null);
    }

    Numbers then(AsyncGenerator<Integer> other) {
        next = other;
        return this;
    }

    /** The class of the source, by which a report can be told from those of other tests. */
    Numbers in(String name) {
        type = name;
        return this;
    }

    @Override
    protected @Nullable Object proceed(Coroutine co) throws Throwable {
        if (state == IN_FINALLY) {
            co.resumed();
            return finished();
        }
        try {
            if (state == AT_AWAIT) {
                co.resumed();
                return emitNumber();
            }
            if (state == AT_EMIT) {
                goOn(this);
                i++;
            }
            if (i < end) {
                if (before != null && co.await(before) == Coroutine.SUSPENDED) {
                    co.suspend(this, AT_AWAIT);
                    return Coroutine.SUSPENDED;
                }
                return emitNumber();
            }
        } catch (Throwable any) {
            thrown = any;
        }
        if (last != null && co.await(last) == Coroutine.SUSPENDED) {
            co.suspend(this, IN_FINALLY);
            return Coroutine.SUSPENDED;
        }
        return finished();
    }

    private Object emitNumber() {
        emit(i, this);
        return emittedInTry(this, AT_EMIT);
    }

    private Object finished() throws Throwable {
        log.add("finally");
        if (thrown != null) {
            throw thrown;
        }
        return next;
    }

    @Override
    protected String sources() {
        return "numbers;" + type + ";10,13,14,18;Numbers.java";
    }
}
