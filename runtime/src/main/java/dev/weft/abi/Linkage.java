// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/** Decides, when a call from one class to an async method of another is first reached, how it is made. */
public final class Linkage {
    private static final CallSite DIRECT = new ConstantCallSite(MethodHandles.constant(boolean.class, true));
    private static final CallSite GENERAL = new ConstantCallSite(MethodHandles.constant(boolean.class, false));

    private Linkage() {}

    /**
     * Bootstrap of the {@code invokedynamic} in front of a call into another class, which gives always the same boolean:
     * whether that class has the body that the caller would like to call directly. If not, because it was not woven or
     * its method may be overridden, the caller calls the entry and awaits what that returns.
     *
     * <p>A dynamic constant would say the same more simply, but before JDK 19 HotSpot compiles no method that has one which is
     * of a primitive type, or not resolved yet (JDK-8280473).
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
}
