// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodNode;

/** What a call of an async method returns. Whatever depends on that asks here, and no one compares the names of types. */
@SuppressWarnings("ImmutableEnumChecker") // records of texts are
public enum ReturnKind {
    /** A cold task, which runs when it is awaited or spawned. Its method may be overridden, and an awaited call still be direct. */
    TASK(RuntimeSymbols.AWAIT, RuntimeSymbols.COLD, FrameForm.CALL),

    /** A stage of the JDK, for a method that starts at once. */
    STAGE(RuntimeSymbols.AWAIT_STAGE, RuntimeSymbols.START, FrameForm.CALL),

    /** Nothing, for a test that JUnit calls. No call is of this kind: nobody awaits one. */
    NOTHING(null, RuntimeSymbols.RUN_BY_TEST, FrameForm.CALL),

    /** A generator, which is the frame itself. What its method returns goes on in its place, and is not awaited. */
    GENERATOR(null, null, FrameForm.GENERATOR);

    /** How descriptors end: compared as they are, since most calls of a program are asked for it. */
    private static final String RETURNS_TASK = ")L" + RuntimeTypes.TASK + ";";

    private static final String RETURNS_STAGE = ")L" + RuntimeTypes.COMPLETION_STAGE + ";";
    private static final String RETURNS_FUTURE = ")L" + RuntimeTypes.COMPLETABLE_FUTURE + ";";
    private static final String RETURNS_GENERATOR = ")L" + RuntimeTypes.ASYNC_GENERATOR + ";";

    private final @Nullable RuntimeMember await;
    private final @Nullable RuntimeMember handOut;
    private final FrameForm frame;

    ReturnKind(@Nullable RuntimeMember await, @Nullable RuntimeMember handOut, FrameForm frame) {
        this.await = await;
        this.handOut = handOut;
        this.frame = frame;
    }

    /**
     * Finds the kind of a method that is marked.
     *
     * @param method the method
     * @return the kind; null if no async method returns such a type
     */
    public static @Nullable ReturnKind of(MethodNode method) {
        return TestMethods.isVoidTest(method) ? NOTHING : of(method.desc);
    }

    /**
     * Finds the kind of a call.
     *
     * @param descriptor the descriptor of any method
     * @return the kind; null if no async method returns such a type
     */
    public static @Nullable ReturnKind of(String descriptor) {
        if (descriptor.endsWith(RETURNS_TASK)) {
            return TASK;
        }
        if (descriptor.endsWith(RETURNS_STAGE) || descriptor.endsWith(RETURNS_FUTURE)) {
            return STAGE;
        }
        return descriptor.endsWith(RETURNS_GENERATOR) ? GENERATOR : null;
    }

    /**
     * Returns the {@code Weft.await} that takes what such a method returns.
     *
     * @return one of its overloads; null if nobody awaits it
     */
    public @Nullable RuntimeMember await() {
        return await;
    }

    /**
     * Returns the method of a new frame that makes of it what the entry returns.
     *
     * @return a method of {@code Frame} without parameters; null if the entry returns the frame as it is
     */
    public @Nullable RuntimeMember handOut() {
        return handOut;
    }

    /**
     * Returns what the frame classes of such methods are.
     *
     * @return their superclass, and what they override of it
     */
    public FrameForm frame() {
        return frame;
    }
}
