// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import com.example.targets.Generating.Source;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.Task;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** What a generator is to a blocking program: a thread that waits in {@code emit} until the next element is asked for. */
public final class BlockingGenerator<T> implements AsyncGenerator<T> {
    private static final ThreadLocal<BlockingGenerator<?>> HERE = new ThreadLocal<>();

    private final Source<T> source;
    private final Semaphore asked = new Semaphore(0);
    private final Semaphore answered = new Semaphore(0);
    private boolean begun;
    private boolean ended;
    private Object element;
    private GeneratorClosed closed;
    private IllegalStateException refusal;
    private Throwable failure;
    private AsyncGenerator<T> returned;

    private BlockingGenerator(Source<T> source) {
        this.source = source;
    }

    /** Named as the one of the runtime, since it is seen by handlers of everything. */
    private static final class GeneratorClosed extends Throwable {
        private static final long serialVersionUID = 1;
    }

    public static <T> AsyncGenerator<T> open(Source<T> source) {
        return new BlockingGenerator<>(source);
    }

    public static void emit(Object element) {
        HERE.get().emitHere(element);
    }

    private void emitHere(Object next) {
        if (closed != null) {
            refuse();
        }
        element = Objects.requireNonNull(next);
        answered.release();
        asked.acquireUninterruptibly();
        if (closed != null) {
            throw BlockingGenerator.<RuntimeException>sneaky(closed);
        }
    }

    /** The first time by an exception. The second time the close ends, and this thread stays here, so that no finally block runs. */
    private void refuse() {
        IllegalStateException before = refusal;
        refusal = new IllegalStateException("closed");
        if (before == null) {
            throw refusal;
        }
        refusal.addSuppressed(before);
        failure = refusal;
        ended = true;
        answered.release();
        new Semaphore(0).acquireUninterruptibly();
    }

    private void run() {
        HERE.set(this);
        try {
            asked.acquireUninterruptibly();
            AsyncGenerator<T> other = source.open();
            if (refusal != null) {
                throw refusal;
            }
            returned = Objects.requireNonNull(other);
        } catch (Throwable thrown) {
            failure = thrown == closed ? kept() : thrown;
        }
        ended = true;
        answered.release();
    }

    /** What was thrown during the close, and kept where something else went on. */
    private Throwable kept() {
        Throwable first = refusal;
        for (Throwable suppressed : closed.getSuppressed()) {
            if (first == null) {
                first = suppressed;
            } else if (first != suppressed) {
                first.addSuppressed(suppressed);
            }
        }
        return first;
    }

    /** Lets the thread go on until it emits or ends. */
    private void step() {
        if (!begun) {
            begun = true;
            Thread thread = new Thread(this::run, "generator");
            thread.setDaemon(true);
            thread.start();
        }
        element = null;
        asked.release();
        answered.acquireUninterruptibly();
    }

    @Override
    public Awaitable<Boolean> next() {
        if (!ended) {
            step();
        }
        if (failure != null) {
            Throwable once = failure;
            failure = null;
            return Task.failed(once);
        }
        return ended && returned != null ? returned.next() : Task.of(element != null);
    }

    @Override
    @SuppressWarnings("unchecked") // what was emitted
    public T current() {
        return ended ? returned.current() : (T) element;
    }

    @Override
    public void close() {
        if (!begun) {
            ended = true;
        }
        if (!ended) {
            closed = new GeneratorClosed();
            step();
            Throwable once = failure;
            failure = null;
            if (once != null) {
                throw BlockingGenerator.<RuntimeException>sneaky(once);
            }
        }
        if (returned != null) {
            returned.close();
        }
    }

    @Override
    public Awaitable<Void> closing() {
        throw new UnsupportedOperationException();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
