// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.Packages;
import java.util.Set;

/** Tells the runtime's own classes from those of users, whose code a dump must not call. */
final class OwnClasses {
    private static final Set<String> PACKAGES = Set.of(Packages.RUNTIME.split(","));
    private static final ClassLoader LOADER = OwnClasses.class.getClassLoader();

    private OwnClasses() {}

    static boolean isOwn(Class<?> type) {
        return type.getClassLoader() == LOADER && PACKAGES.contains(type.getPackageName());
    }
}
