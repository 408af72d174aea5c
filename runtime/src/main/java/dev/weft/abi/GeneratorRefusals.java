// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import org.jspecify.annotations.Nullable;

/** What a generator says when it refuses something, or was left. */
final class GeneratorRefusals {
    private GeneratorRefusals() {}

    static NullPointerException ofNull(ConsumedFrame<?> generator) {
        return new NullPointerException("emit(null) in " + generator
                + ": a generator has no element that is null. Emit an Optional, or an object that stands for nothing");
    }

    static IllegalStateException ofElement(ConsumedFrame<?> generator) {
        return new IllegalStateException(
                "emit(...) in " + generator + ", which is being closed, so nobody takes the element."
                        + " A finally block, or a handler that catches Throwable, may await but not emit.");
    }

    static IllegalStateException ofElementAgain(ConsumedFrame<?> generator, IllegalStateException first) {
        IllegalStateException refusal = new IllegalStateException(
                "emit(...) in " + generator + ", which is being closed and was refused an emit before: a handler"
                        + " has caught that. It ends here, and the finally blocks around do not run. What catches Throwable or"
                        + " Exception around an emit in a loop has to leave the loop.");
        refusal.addSuppressed(first);
        return refusal;
    }

    static IllegalStateException ofCurrent(ConsumedFrame<?> generator, String when) {
        return new IllegalStateException("current() of " + generator + ", which " + when
                + ". There is an element after an await(next()) that gave true.");
    }

    static NotWovenException ofPlainClose(ConsumedFrame<?> generator) {
        return new NotWovenException("close() of " + generator
                + " has to run its finally blocks, which may await, and what calls it is not woven. Close it in an async"
                + " method, by the type AsyncGenerator, or spawn generator.closing().");
    }

    static IllegalStateException underWay(String operation, ConsumedFrame<?> generator) {
        return new IllegalStateException(
                operation + " of " + generator + " while a next() or close() of it is under way. A"
                        + " generator has one consumer at a time, which awaits one after the other; this call was refused, and"
                        + " the other goes on.");
    }

    static IllegalStateException awaitedTwice(ConsumedFrame<?> generator) {
        return new IllegalStateException(
                "next() of " + generator + " was awaited twice. Call next() again for another element.");
    }

    /** Refuses a consumer on another loop, or on a thread that runs none. */
    static IllegalStateException elsewhere(String operation, ConsumedFrame<?> generator, @Nullable EventLoop here) {
        String who = here == null
                ? " on thread " + Thread.currentThread().getName()
                        + ", while a task of an event loop has begun to consume it"
                : ", which a task of another event loop has begun to consume";
        return new IllegalStateException(operation + " of " + generator + who
                + ". A generator belongs to the loop of its first consumer; pass the elements on through a channel.");
    }

    static NullPointerException ofReturnedNull(ConsumedFrame<?> generator) {
        return new NullPointerException(
                generator + " returned null. At its end a generator returns AsyncGenerator.done(), or"
                        + " another generator whose elements follow.");
    }

    static IllegalStateException ofCircle(ConsumedFrame<?> generator) {
        return new IllegalStateException(
                generator + " returned itself, or a generator that goes on with it, so no element would ever"
                        + " follow; it has ended. Call the method again for the same elements once more, or return"
                        + " AsyncGenerator.done().");
    }

    static String leftBehind(String sources) {
        return "A generator was left before its end and never closed, so its finally blocks did not run: "
                + SourceLocation.of(sources, 0) + ". Consume it in try-with-resources, or to its end.";
    }
}
