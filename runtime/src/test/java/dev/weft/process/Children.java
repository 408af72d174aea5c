// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import java.util.Set;
import java.util.stream.Collectors;

/** The processes that this one has started since a test began, zombies too; those of other tests, which may still run, are left out. */
final class Children {
    private final Set<Long> before = now();

    private static Set<Long> now() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    boolean areGone() {
        return before.containsAll(now());
    }
}
