// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.security.ProtectionDomain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class that was woven and that the JVM is about to define.
 *
 * @param loader what defines it
 * @param name its name, with slashes
 * @param domain what it will belong to
 * @param classFile the woven class
 * @param frameClasses the classes that go with it, by name with slashes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WovenClass(
        ClassLoader loader,
        String name,
        @Nullable ProtectionDomain domain,
        byte[] classFile,
        Map<String, byte[]> frameClasses) {

    /** The name as users write it. */
    String displayName() {
        return name.replace('/', '.');
    }
}
