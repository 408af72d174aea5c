// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.Task;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The await of a call that an override may answer. It remembers, for the first few classes of objects that come along, which body
 * answers, and calls that without a frame: {@code type == K1 ? K1.foo(arguments…, co, frame) : type == K2 ? … :
 * co.await(foo(arguments…))}. HotSpot compiles that as it does its own inline caches (decision 11).
 *
 * <p>The handle of a body comes out of the frame that the entry makes the first time: a caller may know an object by an interface
 * alone, and have no access to its class.
 */
final class Dispatch extends MutableCallSite {
    /** The number of classes that a call site remembers; it calls the entries of all others. */
    private static final int MOST_CLASSES = 4;

    private static final MethodHandle AWAIT =
            find(Coroutine.class, "await", MethodType.methodType(Object.class, Awaitable.class));
    private static final MethodHandle REQUIRE_OBJECT =
            find("requireObject", MethodType.methodType(void.class, String.class, Object.class));
    private static final MethodHandle IS_OF =
            find("isOf", MethodType.methodType(boolean.class, Class.class, Object.class));
    private static final MethodHandle LEARN = find(
            Dispatch.class, "learn", MethodType.methodType(Object.class, Object.class, Task.class, Coroutine.class));

    /** The object, the arguments, the coroutine, and the frame of a {@link Deferral} or null, without the padding behind them. */
    private final MethodType unpadded;

    private final Selection selection;
    private final MethodHandle byEntry;
    private final MethodHandle unknown;
    private final Map<Class<?>, MethodHandle> known = new LinkedHashMap<>();
    private boolean isByEntry;

    Dispatch(MethodType type, MethodHandle entry, Selection selection) {
        super(type);
        this.unpadded = type.dropParameterTypes(entry.type().parameterCount() + 2, type.parameterCount());
        this.selection = selection;
        MethodHandle checked =
                MethodHandles.foldArguments(entry, takesObject(REQUIRE_OBJECT.bindTo(selection.method())));
        this.byEntry = awaitResultOf(checked);
        this.unknown = learnFrom(checked);
        call(unknown);
        Linkage.register(this);
    }

    // ------------------------------------------------------------------ what happens at a call

    /** Awaits the task of an object of a class that is not known yet, and remembers what to do with the next one. */
    @SuppressWarnings("UnusedMethod") // called by its handle
    private @Nullable Object learn(Object object, Task<?> task, Coroutine co) throws Throwable {
        remember(object.getClass(), task instanceof Frame<?> frame ? frame.body() : null);
        return co.await(task);
    }

    private synchronized void remember(Class<?> type, @Nullable MethodHandle body) {
        if (isByEntry) {
            return;
        }
        MethodHandle last = unknown;
        if (selection.mayRemember(type)) {
            known.put(type, body != null && selection.leadsTo(body, type) ? directly(body) : byEntry);
        } else {
            last = byEntry;
        }
        MethodHandle target = known.size() < MOST_CLASSES ? last : byEntry;
        for (Map.Entry<Class<?>, MethodHandle> each : known.entrySet()) {
            MethodHandle test = takesObject(IS_OF.bindTo(each.getKey()));
            target = MethodHandles.guardWithTest(test, each.getValue(), target);
        }
        call(target);
    }

    /** Forgets all bodies, for good. */
    synchronized void callByEntry() {
        isByEntry = true;
        call(byEntry);
    }

    @SuppressWarnings("UnusedMethod") // called by its handle
    private static boolean isOf(Class<?> type, @Nullable Object object) {
        return object != null && object.getClass() == type;
    }

    /** Throws for null what the JVM throws when a method is called on it, as from the place of that call. */
    @SuppressWarnings("UnusedMethod") // called by its handle
    private static void requireObject(String method, @Nullable Object object) {
        if (object == null) {
            NullPointerException thrown =
                    new NullPointerException("Cannot invoke \"" + method + "\" because the object is null");
            thrown.setStackTrace(Stream.of(thrown.getStackTrace())
                    .dropWhile(element -> element.getClassName().equals(Dispatch.class.getName())
                            || element.getClassName().startsWith("java.lang.invoke."))
                    .toArray(StackTraceElement[]::new));
            throw thrown;
        }
    }

    // ------------------------------------------------------------------ handles

    /** Makes a handle the target of the call site. */
    private void call(MethodHandle target) {
        List<Class<?>> padding = type().parameterList().subList(unpadded.parameterCount(), type().parameterCount());
        setTarget(MethodHandles.dropArguments(target, unpadded.parameterCount(), padding));
    }

    /** {@code (x, arguments…, co, frame) -> co.await(entry(x, arguments…))}, which defers by itself. */
    private MethodHandle awaitResultOf(MethodHandle entry) {
        MethodHandle await = AWAIT.asType(MethodType.methodType(Object.class, Coroutine.class, Task.class));
        MethodHandle coroutineFirst = MethodHandles.collectArguments(await, 1, entry);
        int co = unpadded.parameterCount() - 2;
        int[] order = IntStream.rangeClosed(0, co).map(i -> i == 0 ? co : i - 1).toArray();
        return MethodHandles.permuteArguments(coroutineFirst, unpadded, order);
    }

    /** {@code (x, arguments…, co, frame) -> learn(x, entry(x, arguments…), co)}. */
    private MethodHandle learnFrom(MethodHandle entry) {
        MethodHandle learn = LEARN.bindTo(this)
                .asType(MethodType.methodType(Object.class, unpadded.parameterType(0), Task.class, Coroutine.class));
        int[] order = IntStream.range(0, unpadded.parameterCount())
                .map(i -> Math.max(0, i - 1))
                .toArray();
        return MethodHandles.permuteArguments(MethodHandles.collectArguments(learn, 1, entry), unpadded, order);
    }

    /** {@code (x, arguments…, co, frame) -> body((K) x, arguments…, co, frame)}. */
    private MethodHandle directly(MethodHandle body) {
        return body.asType(unpadded);
    }

    /** Takes the object alone, as its caller knows it. */
    private MethodHandle takesObject(MethodHandle handle) {
        return handle.asType(handle.type().changeParameterType(0, unpadded.parameterType(0)));
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(Dispatch.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle find(Class<?> owner, String name, MethodType type) {
        try {
            return MethodHandles.lookup().findVirtual(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
