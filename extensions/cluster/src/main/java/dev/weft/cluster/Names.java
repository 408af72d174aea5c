// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What a name may be that travels with each request. */
final class Names {
    private static final int LONGEST = 100;

    private Names() {}

    static String require(String what, String name) {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || name.chars().anyMatch(c -> Character.isISOControl(c) || c == '/')) {
            throw new IllegalArgumentException("The name of a " + what + " has 1 to " + LONGEST
                    + " bytes, no / and no control characters, and this is: " + name);
        }
        return name;
    }
}
