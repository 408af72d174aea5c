// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.MethodHandles;

/** Decides, when a call from one class to an async method of another is first reached, how it is made. */
public final class Linkage {
    private Linkage() {}

    /**
     * Bootstrap of the constant in front of a call into another class: whether that class has the body that the caller
     * would like to call directly. If not, because it was not woven or its method may be overridden, the caller calls
     * the entry and awaits what that returns.
     *
     * @param caller the class that calls
     * @param name unused
     * @param type {@code boolean}
     * @param owner the class that declares the method
     * @param method name and descriptor of the entry
     * @return true if the body can be called
     */
    public static boolean isDirect(
            MethodHandles.Lookup caller, String name, Class<?> type, Class<?> owner, String method) {
        Woven woven = owner.getAnnotation(Woven.class);
        if (woven == null || woven.version() != Woven.VERSION) {
            return false;
        }
        for (String body : woven.bodies()) {
            if (body.equals(method)) {
                return true;
            }
        }
        return false;
    }
}
