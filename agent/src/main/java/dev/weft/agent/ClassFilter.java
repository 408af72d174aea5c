// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells by loader and name which classes the agent keeps its hands off. Every class of the application
 * passes through here, so names are compared as the JVM spells them and nothing is allocated. Any thread.
 */
final class ClassFilter {
    /** The JDK, and the agent itself. The runtime is not here: the weaver knows its packages. */
    private static final String[] NEVER = {
        "java/", "javax/", "jdk/", "sun/", "com/sun/", "dev/weft/agent/", "dev/weft/weave/", "dev/weft/diagnostic/"
    };

    private final List<ClassPattern> include;
    private final List<ClassPattern> exclude;

    ClassFilter(List<ClassPattern> include, List<ClassPattern> exclude) {
        this.include = include;
        this.exclude = exclude;
    }

    /**
     * Whether a class may be woven.
     *
     * @param loader its loader, null for the boot loader
     * @param className its name with slashes, null for a class without one, such as a hidden class
     */
    boolean admits(@Nullable ClassLoader loader, @Nullable String className) {
        return loader != null
                && loader != ClassLoader.getPlatformClassLoader()
                && className != null
                && !isNever(className)
                && (include.isEmpty() || covers(include, className))
                && !covers(exclude, className);
    }

    private static boolean isNever(String className) {
        for (String prefix : NEVER) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(List<ClassPattern> patterns, String className) {
        for (ClassPattern pattern : patterns) {
            if (pattern.covers(className)) {
                return true;
            }
        }
        return false;
    }
}
