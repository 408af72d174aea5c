// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.abi.Packages;
import java.util.List;

/**
 * The types, of the runtime and of the JDK, that async methods and woven code name. The agent links to none of the runtime's: javac copies
 * these constants, and those that come from the runtime, into the classes that use them. A test resolves each name.
 */
public final class RuntimeTypes {
    /** The runtime's own packages, each with a slash at its end. */
    public static final List<String> PACKAGES =
            List.of((Packages.RUNTIME.replace('.', '/').replace(",", "/,") + '/').split(","));

    /** {@code @Async}, which marks async methods. */
    public static final String ASYNC = "dev/weft/Async";

    /** {@code @Woven}, the mark of a woven class. */
    public static final String WOVEN = "dev/weft/abi/Woven";

    /** {@code Weft}, which has await and spawn. */
    public static final String WEFT = "dev/weft/Weft";

    /** {@code Awaitable}: anything that can be awaited. */
    public static final String AWAITABLE = "dev/weft/Awaitable";

    /** {@code Task}: what an async method returns, not started yet. */
    public static final String TASK = "dev/weft/Task";

    /** {@code AsyncGenerator}: what an async method returns that emits. */
    public static final String ASYNC_GENERATOR = "dev/weft/AsyncGenerator";

    /** {@code ScheduledTask}: what a spawn returns, running. */
    public static final String SCHEDULED_TASK = "dev/weft/ScheduledTask";

    /** {@code NotWovenException}, thrown by methods that were refused. */
    public static final String NOT_WOVEN_EXCEPTION = "dev/weft/NotWovenException";

    /** {@code Frame}, the superclass of frame classes. */
    public static final String FRAME = "dev/weft/abi/Frame";

    /** {@code GeneratorFrame}, the superclass of the frame classes of generators. */
    public static final String GENERATOR_FRAME = "dev/weft/abi/GeneratorFrame";

    /** {@code Coroutine}, which runs frames. */
    public static final String COROUTINE = "dev/weft/abi/Coroutine";

    /** {@code Linkage}, which decides where calls of async methods of other classes go. */
    public static final String LINKAGE = "dev/weft/abi/Linkage";

    /** {@code ColdFrames}, which hears of tasks that are dropped. */
    public static final String COLD_FRAMES = "dev/weft/abi/ColdFrames";

    /** {@code CompletionStage}, of the JDK. */
    public static final String COMPLETION_STAGE = "java/util/concurrent/CompletionStage";

    /** {@code CompletableFuture}, the stage that most programs use. */
    public static final String COMPLETABLE_FUTURE = "java/util/concurrent/CompletableFuture";

    private RuntimeTypes() {}
}
