// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.abi.Packages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells by loader and name which classes the agent keeps its hands off. Every class of the application
 * passes through here, so names are compared as the JVM spells them and nothing is allocated. Any thread.
 */
final class ClassFilter {
    /** The JDK. */
    private static final String[] PLATFORM = {"java/", "javax/", "jdk/", "sun/", "com/sun/"};

    /** The weaver itself. The runtime is not here: the weaver knows its packages. */
    private static final String[] TOOLS = (Packages.TOOLS.replace('.', '/').replace(",", "/,") + '/').split(",");

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
     * @param className its name with slashes
     */
    boolean admits(@Nullable ClassLoader loader, String className) {
        return loader != null
                && loader != ClassLoader.getPlatformClassLoader()
                && !startsWithOne(PLATFORM, className)
                && !startsWithOne(TOOLS, className)
                && (include.isEmpty() || covers(include, className))
                && !covers(exclude, className);
    }

    private static boolean startsWithOne(String[] prefixes, String className) {
        for (String prefix : prefixes) {
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
