// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where classes come from. */
final class Jar {
    private Jar() {}

    /** The jar that has a class. */
    static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
