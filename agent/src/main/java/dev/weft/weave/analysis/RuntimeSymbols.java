// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.abi.Packages;
import dev.weft.abi.Woven;
import java.util.List;

/**
 * Every name of the runtime that woven code uses: the agent links to none of them, and takes only compile-time constants from
 * there. A test resolves each against the real runtime classes.
 */
public final class RuntimeSymbols {
    /** The runtime's own packages, each with a slash at its end. */
    public static final List<String> PACKAGES =
            List.of((Packages.RUNTIME.replace('.', '/').replace(",", "/,") + '/').split(","));

    /** The annotation of async methods. */
    public static final String ASYNC = "Ldev/weft/Async;";

    /** The mark of a woven class. */
    public static final String WOVEN = "Ldev/weft/abi/Woven;";

    /** The version of the contract that this weaver emits. */
    public static final int VERSION = Woven.VERSION;

    /** The front door. */
    public static final String WEFT = "dev/weft/Weft";

    /** The name of both awaits. */
    public static final String AWAIT = "await";

    /** The name of both spawns. */
    public static final String SPAWN = "spawn";

    /** Anything that can be awaited. */
    public static final String AWAITABLE = "dev/weft/Awaitable";

    /** A cold task. */
    public static final String TASK = "dev/weft/Task";

    /** A running task. */
    public static final String SCHEDULED_TASK = "dev/weft/ScheduledTask";

    /** What the unwoven throw. */
    public static final String NOT_WOVEN_EXCEPTION = "dev/weft/NotWovenException";

    /** The superclass of frame classes. */
    public static final String FRAME = "dev/weft/abi/Frame";

    /** Who runs frames. */
    public static final String COROUTINE = "dev/weft/abi/Coroutine";

    /** Who decides about calls between classes. */
    public static final String LINKAGE = "dev/weft/abi/Linkage";

    /** Who hears of tasks that are dropped. */
    public static final String COLD_FRAMES = "dev/weft/abi/ColdFrames";

    /** {@code ColdFrames.dropped(Object, String)}. */
    public static final String DROPPED = "(Ljava/lang/Object;Ljava/lang/String;)V";

    /** A stage of the JDK. */
    public static final String COMPLETION_STAGE = "java/util/concurrent/CompletionStage";

    /** The stage that most use. */
    public static final String COMPLETABLE_FUTURE = "java/util/concurrent/CompletableFuture";

    /** {@code Weft.await(Awaitable)} and {@code Coroutine.await(Awaitable)}. */
    public static final String AWAIT_AWAITABLE = "(L" + AWAITABLE + ";)Ljava/lang/Object;";

    /** {@code Weft.await(CompletionStage)} and {@code Coroutine.await(CompletionStage)}. */
    public static final String AWAIT_STAGE = "(L" + COMPLETION_STAGE + ";)Ljava/lang/Object;";

    /** {@code Weft.spawn(Awaitable)}. */
    public static final String SPAWN_TASK = "(L" + AWAITABLE + ";)L" + SCHEDULED_TASK + ";";

    /** {@code Weft.spawn(String, Awaitable)}. */
    public static final String SPAWN_NAMED = "(Ljava/lang/String;L" + AWAITABLE + ";)L" + SCHEDULED_TASK + ";";

    /** {@code Coroutine.spawn(Awaitable, String, String)}. */
    public static final String SPAWN_AT =
            "(L" + AWAITABLE + ";Ljava/lang/String;Ljava/lang/String;)L" + SCHEDULED_TASK + ";";

    /** {@code Linkage.isDirect}, a bootstrap method. */
    public static final String IS_DIRECT =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/Class;Ljava/lang/String;)Ljava/lang/invoke/CallSite;";

    /** {@code Linkage.dispatch}, a bootstrap method. */
    public static final String DISPATCH =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodHandle;)Ljava/lang/invoke/CallSite;";

    /** {@code Linkage.firstResume}, a bootstrap method. */
    public static final String FIRST_RESUME =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;";

    /** {@code Frame.body()}. */
    public static final String BODY = "()Ljava/lang/invoke/MethodHandle;";

    /** {@code Coroutine.suspend(Frame, int)}. */
    public static final String SUSPEND = "(L" + FRAME + ";I)V";

    /** {@code Frame.defer(Coroutine)}. */
    public static final String DEFER = "(L" + COROUTINE + ";)V";

    /** {@code Frame.resume(Coroutine)}. */
    public static final String RESUME = "(L" + COROUTINE + ";)Ljava/lang/Object;";

    /** The two hidden parameters of a body. */
    public static final String HIDDEN_PARAMETERS = "L" + COROUTINE + ";L" + FRAME + ";";

    private RuntimeSymbols() {}
}
