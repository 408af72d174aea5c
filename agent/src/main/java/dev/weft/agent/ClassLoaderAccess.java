// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.lang.invoke.MethodHandles;

/**
 * What {@code java.lang} is opened to. The agent itself lies on the class path, in one module with the application, and what is open to
 * it is open to all; so this class is defined a second time, by a loader of its own, and {@code java.lang} is open to the module of
 * that loader, in which there is nothing else. Any thread.
 */
public final class ClassLoaderAccess {
    private ClassLoaderAccess() {}

    /**
     * Returns what sees the protected methods of class loaders.
     *
     * @return a lookup in {@code ClassLoader}
     * @throws IllegalAccessException where {@code java.lang} is not open to this class, as in the agent's own module
     */
    public static MethodHandles.Lookup lookup() throws IllegalAccessException {
        return MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup());
    }
}
