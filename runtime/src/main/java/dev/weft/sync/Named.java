// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has a kind and perhaps a name, by which messages and dumps call it. */
abstract class Named {
    /** Empty where the user gave none. */
    private final String name;

    Named(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** What it is, as one lower-case noun. */
    abstract String kind();

    /** The loop to which its waits belong, or null. */
    @Nullable
    EventLoop loop() {
        return null;
    }

    /** Which one it is: its name, or something by which two without a name can be told apart. Any thread. */
    final String identity() {
        return name.isEmpty() ? "@" + Integer.toHexString(System.identityHashCode(this)) : '"' + name + '"';
    }

    /** How messages call it. Any thread. */
    final String label() {
        return kind() + ' ' + identity();
    }
}
