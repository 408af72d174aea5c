// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Something that has happened in a directory that is watched ({@link AsyncFiles#watch}).
 *
 * @param kind what has happened
 * @param path to what, with the path of the directory in front; of {@link Kind#OVERFLOW} the directory
 */
public record FileEvent(Kind kind, Path path) {
    /** What can happen. */
    public enum Kind {
        /** A file or directory was made there, or moved to there. */
        CREATED,
        /** A file or directory there has changed: what it holds, or what the system notes about it. Several changes may be told at once. */
        MODIFIED,
        /** A file or directory was deleted, or moved away. */
        DELETED,
        /** More has happened than could be told: look at the directory to know how it is now. */
        OVERFLOW
    }

    /**
     * Refuses nulls.
     *
     * @param kind see {@link #kind}
     * @param path see {@link #path}
     */
    public FileEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(path, "path");
    }
}
