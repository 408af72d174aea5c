// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.SwitchPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Decides how a call is made of an async method that may be in another class or overridden: of its body, or of its entry. Any
 * thread.
 */
public final class Linkage {
    private static final SwitchPoint BODIES = new SwitchPoint();

    /** The call sites that {@link #callByEntry} changes. It does so one by one, so that no call has to test for it. */
    private static final Set<Dispatch> SITES = Collections.newSetFromMap(new WeakHashMap<>());

    private static boolean byEntry;

    private static final CallSite DIRECT = new ConstantCallSite(BODIES.guardWithTest(
            MethodHandles.constant(boolean.class, true), MethodHandles.constant(boolean.class, false)));
    private static final CallSite GENERAL = new ConstantCallSite(MethodHandles.constant(boolean.class, false));

    private static final CallSite NOTHING =
            new ConstantCallSite(MethodHandles.empty(MethodType.methodType(void.class)));

    static {
        if (Boolean.getBoolean("weft.entries")) {
            callByEntry();
        }
    }

    private Linkage() {}

    /**
     * Bootstrap of the {@code invokedynamic} in front of a call into another class, which gives always the same boolean:
     * whether that class has the body that the caller would like to call directly. If not, because it was not woven or
     * its method may be overridden, the caller calls the entry and awaits what that returns.
     *
     * <p>A dynamic constant would say the same more simply, but before JDK 19 HotSpot compiles no method that has one which is
     * of a primitive type, or not resolved yet (JDK-8280473; decision 8).
     *
     * @param caller the class that calls
     * @param name unused
     * @param type {@code ()boolean}
     * @param owner the class that declares the method
     * @param method name and descriptor of the entry
     * @return true if the body can be called
     */
    public static CallSite isDirect(
            MethodHandles.Lookup caller, String name, MethodType type, Class<?> owner, String method) {
        Woven woven = owner.getAnnotation(Woven.class);
        boolean direct = woven != null
                && woven.version() == Woven.VERSION
                && Arrays.asList(woven.bodies()).contains(method);
        return direct ? DIRECT : GENERAL;
    }

    /**
     * Bootstrap of the {@code invokedynamic} that awaits a call of an instance method which returns a task: it calls, with the
     * coroutine and the frame behind the arguments, the body of the method that Java selects for the object, or else the entry, and awaits
     * what that returns.
     *
     * @param caller the class that calls
     * @param name unused
     * @param type {@code (X, arguments…, Coroutine, Frame, padding…)Object}; the padding is nothing but nulls
     * @param entry {@code (X, arguments…)Task}, which selects
     * @return the call site
     */
    public static CallSite dispatch(MethodHandles.Lookup caller, String name, MethodType type, MethodHandle entry) {
        return new Dispatch(type, entry, Selection.of(caller, entry));
    }

    /**
     * Bootstrap of the {@code invokedynamic} on the way back into the middle of a loop, which does nothing, but as long as it has not
     * been linked HotSpot takes for granted that nobody comes that way. The loop then has one entry, as in the user's code, and is
     * compiled as that would be. With the first resume the method is compiled again, now with both entries (decision 9).
     *
     * @param caller the class that resumes
     * @param name unused
     * @param type {@code ()void}
     * @return the call site
     */
    public static CallSite firstResume(MethodHandles.Lookup caller, String name, MethodType type) {
        return NOTHING;
    }

    /**
     * Makes all calls that were decided here, and all to come, go by entries. An agent that has given a woven class other code wants that
     * to run, and so does what mocks it. There is no way back. The option {@code entries=true} and the system property {@code
     * weft.entries=true} are for those who know before.
     */
    public static void callByEntry() {
        SwitchPoint.invalidateAll(new SwitchPoint[] {BODIES});
        synchronized (SITES) {
            byEntry = true;
            SITES.forEach(Dispatch::callByEntry);
            MutableCallSite.syncAll(SITES.toArray(Dispatch[]::new));
            SITES.clear();
        }
    }

    static void register(Dispatch site) {
        synchronized (SITES) {
            if (byEntry) {
                site.callByEntry();
            } else {
                SITES.add(site);
            }
        }
    }
}
