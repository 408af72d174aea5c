// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static dev.weft.weave.analysis.RuntimeTypes.ASYNC_GENERATOR;
import static dev.weft.weave.analysis.RuntimeTypes.AWAITABLE;
import static dev.weft.weave.analysis.RuntimeTypes.COLD_FRAMES;
import static dev.weft.weave.analysis.RuntimeTypes.COMPLETABLE_FUTURE;
import static dev.weft.weave.analysis.RuntimeTypes.COMPLETION_STAGE;
import static dev.weft.weave.analysis.RuntimeTypes.COROUTINE;
import static dev.weft.weave.analysis.RuntimeTypes.FRAME;
import static dev.weft.weave.analysis.RuntimeTypes.GENERATOR_FRAME;
import static dev.weft.weave.analysis.RuntimeTypes.LINKAGE;
import static dev.weft.weave.analysis.RuntimeTypes.NOT_WOVEN_EXCEPTION;
import static dev.weft.weave.analysis.RuntimeTypes.SCHEDULED_TASK;
import static dev.weft.weave.analysis.RuntimeTypes.TASK;
import static dev.weft.weave.analysis.RuntimeTypes.WEFT;
import static dev.weft.weave.analysis.RuntimeTypes.WOVEN;

/**
 * Every method, constructor and field, of the runtime and of the JDK, that the weaver recognises or that woven code uses. The agent links
 * to none of the runtime's, so a test resolves each against the real classes; it takes them from here, and so misses none.
 */
public final class RuntimeSymbols {
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String STRING = "Ljava/lang/String;";
    private static final String CALL_SITE = "Ljava/lang/invoke/CallSite;";
    private static final String LINKED = // what the JVM gives every bootstrap method
            "Ljava/lang/invoke/MethodHandles$Lookup;" + STRING + "Ljava/lang/invoke/MethodType;";

    /** {@code Weft.await(Awaitable)}. */
    public static final RuntimeMember AWAIT = ofClass(WEFT, "await", "(L" + AWAITABLE + ";)" + OBJECT);

    /** {@code Weft.await(CompletionStage)}. */
    public static final RuntimeMember AWAIT_STAGE = ofClass(WEFT, "await", "(L" + COMPLETION_STAGE + ";)" + OBJECT);

    /** {@code Weft.emit(element)}. */
    public static final RuntimeMember EMIT = ofClass(WEFT, "emit", "(" + OBJECT + ")V");

    /** {@code generator.close()}. */
    public static final RuntimeMember CLOSE = ofObject(ASYNC_GENERATOR, "close", "()V");

    /** {@code Weft.spawn(task)}. */
    public static final RuntimeMember SPAWN = ofClass(WEFT, "spawn", "(L" + AWAITABLE + ";)L" + SCHEDULED_TASK + ";");

    /** {@code Weft.spawn(name, task)}. */
    public static final RuntimeMember SPAWN_NAMED =
            ofClass(WEFT, "spawn", "(" + STRING + "L" + AWAITABLE + ";)L" + SCHEDULED_TASK + ";");

    /** {@code scheduledTask.cancel()}. */
    public static final RuntimeMember CANCEL = ofObject(SCHEDULED_TASK, "cancel", "()Z");

    /** {@code Task.of(value)}. */
    public static final RuntimeMember TASK_OF = ofClass(TASK, "of", "(" + OBJECT + ")L" + TASK + ";");

    /** {@code Task.done()}. */
    public static final RuntimeMember TASK_DONE = ofClass(TASK, "done", "()L" + TASK + ";");

    /** {@code Task.failed(exception)}. */
    public static final RuntimeMember TASK_FAILED = ofClass(TASK, "failed", "(Ljava/lang/Throwable;)L" + TASK + ";");

    /** {@code CompletableFuture.completedFuture(value)}. */
    public static final RuntimeMember COMPLETED_FUTURE =
            ofClass(COMPLETABLE_FUTURE, "completedFuture", "(" + OBJECT + ")L" + COMPLETABLE_FUTURE + ";");

    /** {@code CompletableFuture.completedStage(value)}. */
    public static final RuntimeMember COMPLETED_STAGE =
            ofClass(COMPLETABLE_FUTURE, "completedStage", "(" + OBJECT + ")L" + COMPLETION_STAGE + ";");

    /** {@code new NotWovenException(message)}. */
    public static final RuntimeMember NEW_NOT_WOVEN = ofObject(NOT_WOVEN_EXCEPTION, "<init>", "(" + STRING + ")V");

    /** {@code Frame()}, called by the constructors of frame classes. */
    public static final RuntimeMember NEW_FRAME = ofObject(FRAME, "<init>", "()V");

    /** {@code frame.state}: the point where it is suspended, from 1. */
    public static final RuntimeMember STATE = ofObject(FRAME, "state", "S");

    /** {@code frame.cold()}: the frame as a task that has not started. */
    public static final RuntimeMember COLD = ofObject(FRAME, "cold", "()L" + FRAME + ";");

    /** {@code frame.start()}: starts the frame, and gives its stage. */
    public static final RuntimeMember START = ofObject(FRAME, "start", "()L" + COMPLETABLE_FUTURE + ";");

    /** {@code frame.runByTest()}: has the test run it that is calling the entry. */
    public static final RuntimeMember RUN_BY_TEST = ofObject(FRAME, "runByTest", "()V");

    /** {@code frame.defer(co)}: leaves it to the coroutine to start the frame, and gives the marker. */
    public static final RuntimeMember DEFER = ofObject(FRAME, "defer", "(L" + COROUTINE + ";)" + OBJECT);

    /** {@code frame.resume(co)}, which frame classes implement. */
    public static final RuntimeMember RESUME = ofObject(FRAME, "resume", "(L" + COROUTINE + ";)" + OBJECT);

    /** {@code frame.clear()}, which frame classes override. */
    public static final RuntimeMember CLEAR = ofObject(FRAME, "clear", "()V");

    /** {@code frame.sources()}, which frame classes implement. */
    public static final RuntimeMember SOURCES = ofObject(FRAME, "sources", "()" + STRING);

    /** {@code frame.locals()}, which frame classes override where variables have names. */
    public static final RuntimeMember LOCALS = ofObject(FRAME, "locals", "()" + STRING);

    /** {@code frame.values()}, which frame classes override with {@code locals()}. */
    public static final RuntimeMember VALUES = ofObject(FRAME, "values", "()[" + OBJECT);

    /** {@code frame.body()}, which some frame classes override. */
    public static final RuntimeMember BODY = ofObject(FRAME, "body", "()Ljava/lang/invoke/MethodHandle;");

    /** {@code GeneratorFrame()}, called by the constructors of the frame classes of generators. */
    public static final RuntimeMember NEW_GENERATOR_FRAME = ofObject(GENERATOR_FRAME, "<init>", "()V");

    /** {@code generatorFrame.proceed(co)}, which the frame classes of generators implement. */
    public static final RuntimeMember PROCEED = ofObject(GENERATOR_FRAME, "proceed", "(L" + COROUTINE + ";)" + OBJECT);

    /** {@code generatorFrame.forget()}, which the frame classes of generators override. */
    public static final RuntimeMember FORGET = ofObject(GENERATOR_FRAME, "forget", "()V");

    /** {@code GeneratorFrame.emit(element, frame)}: takes an element. */
    public static final RuntimeMember TAKE_ELEMENT =
            ofClass(GENERATOR_FRAME, "emit", "(" + OBJECT + "L" + FRAME + ";)V");

    /** {@code GeneratorFrame.emitted(frame, state)}: ends a step, and gives what the body returns then. */
    public static final RuntimeMember EMITTED = ofClass(GENERATOR_FRAME, "emitted", "(L" + FRAME + ";I)" + OBJECT);

    /** {@code GeneratorFrame.emittedInTry(frame, state)}: the same, where a close may have code to run. */
    public static final RuntimeMember EMITTED_IN_TRY =
            ofClass(GENERATOR_FRAME, "emittedInTry", "(L" + FRAME + ";I)" + OBJECT);

    /** {@code GeneratorFrame.goOn(frame)}: goes on behind an emit, or throws if the generator is being closed. */
    public static final RuntimeMember GO_ON = ofClass(GENERATOR_FRAME, "goOn", "(L" + FRAME + ";)V");

    /** {@code Coroutine.SUSPENDED}: the marker that a body returns when it suspends. */
    public static final RuntimeMember SUSPENDED = ofClass(COROUTINE, "SUSPENDED", OBJECT);

    /** {@code co.await(awaitable)}. */
    public static final RuntimeMember CO_AWAIT = ofObject(COROUTINE, "await", AWAIT.descriptor());

    /** {@code co.await(stage)}. */
    public static final RuntimeMember CO_AWAIT_STAGE = ofObject(COROUTINE, "await", AWAIT_STAGE.descriptor());

    /** {@code co.close(generator)}. */
    public static final RuntimeMember CO_CLOSE = ofObject(COROUTINE, "close", "(L" + ASYNC_GENERATOR + ";)" + OBJECT);

    /** {@code co.enter()}: counts a call of a body, and says whether it has to be deferred. */
    public static final RuntimeMember ENTER = ofObject(COROUTINE, "enter", "()Z");

    /** {@code co.leave()}: the body stands on the Java stack no more. */
    public static final RuntimeMember LEAVE = ofObject(COROUTINE, "leave", "()V");

    /** {@code co.leave(left)}: the same, of a body that has counted calls by itself. */
    public static final RuntimeMember LEAVE_COUNTING = ofObject(COROUTINE, "leave", "(I)V");

    /** {@code co.blockOver()}: counts a block of calls, and gives what to pass as the frame of the next. */
    public static final RuntimeMember BLOCK_OVER = ofObject(COROUTINE, "blockOver", "()L" + FRAME + ";");

    /** {@code co.suspend(frame, state)}. */
    public static final RuntimeMember SUSPEND = ofObject(COROUTINE, "suspend", "(L" + FRAME + ";I)V");

    /** {@code co.resumed()}: the result of what was awaited. */
    public static final RuntimeMember RESUMED = ofObject(COROUTINE, "resumed", "()" + OBJECT);

    /** {@code co.spawn(task, name, site)}. */
    public static final RuntimeMember CO_SPAWN =
            ofObject(COROUTINE, "spawn", "(L" + AWAITABLE + ";" + STRING + STRING + ")L" + SCHEDULED_TASK + ";");

    /** {@code co.cancel(task, site)}. */
    public static final RuntimeMember CO_CANCEL =
            ofObject(COROUTINE, "cancel", "(L" + SCHEDULED_TASK + ";" + STRING + ")Z");

    /** {@code Linkage.isDirect}, the bootstrap method of a question to a class. */
    public static final RuntimeMember IS_DIRECT =
            ofClass(LINKAGE, "isDirect", "(" + LINKED + "Ljava/lang/Class;" + STRING + ")" + CALL_SITE);

    /** {@code Linkage.dispatch}, the bootstrap method of a call that may be overridden. */
    public static final RuntimeMember DISPATCH =
            ofClass(LINKAGE, "dispatch", "(" + LINKED + "Ljava/lang/invoke/MethodHandle;)" + CALL_SITE);

    /** {@code Linkage.firstResume}, the bootstrap method of what runs once where a loop is resumed. */
    public static final RuntimeMember FIRST_RESUME = ofClass(LINKAGE, "firstResume", "(" + LINKED + ")" + CALL_SITE);

    /** {@code Linkage.callByEntry()}: sends all calls to the entries from now on. */
    public static final RuntimeMember CALL_BY_ENTRY = ofClass(LINKAGE, "callByEntry", "()V");

    /** {@code @Woven(version = …)}: the contract that the class was woven for. */
    public static final RuntimeMember WOVEN_VERSION = ofObject(WOVEN, "version", "()I");

    /** {@code @Woven(bodies = …)}: the methods whose bodies may be called directly. */
    public static final RuntimeMember WOVEN_BODIES = ofObject(WOVEN, "bodies", "()[" + STRING);

    /** {@code @Woven(overridable = …)}: the methods that answer for objects of this class. */
    public static final RuntimeMember WOVEN_OVERRIDABLE = ofObject(WOVEN, "overridable", "()[" + STRING);

    /** {@code ColdFrames.dropped(task, site)}. */
    public static final RuntimeMember DROPPED = ofClass(COLD_FRAMES, "dropped", "(" + OBJECT + STRING + ")V");

    private RuntimeSymbols() {}

    private static RuntimeMember ofClass(String owner, String name, String descriptor) {
        return new RuntimeMember(owner, name, descriptor, true);
    }

    private static RuntimeMember ofObject(String owner, String name, String descriptor) {
        return new RuntimeMember(owner, name, descriptor, false);
    }
}
