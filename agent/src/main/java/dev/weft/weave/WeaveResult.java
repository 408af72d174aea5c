// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a class.
 *
 * @param classFile the woven class; null if it stays as it is, because there is nothing to weave or it cannot be woven
 * @param frameClasses the classes that go with it into the same loader and package, by internal name; no two runs differ
 * @param findings what was refused, and what else the user should know; a method that was refused throws when it is called, if
 *     the class could be woven
 */
@SuppressWarnings("ArrayRecordComponent") // class files are arrays to everyone who takes them; results are not compared
public record WeaveResult(byte @Nullable [] classFile, Map<String, byte[]> frameClasses, List<Finding> findings) {
    /** The result for a class in which there is nothing to do. */
    public static final WeaveResult UNTOUCHED = new WeaveResult(null, Map.of(), List.of());
}
