// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.Heap;
import dev.weft.hprof.heap.HeapClass;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;

/** What a heap dump tells of the process, out of statics of the JDK. */
final class DumpedProcess {
    private DumpedProcess() {}

    /** The number of the process; 0 if no code of it had asked for that. */
    static long pid(Heap heap) throws UnreadableDumpException {
        for (HeapClass type : heap.classes("java.lang.ProcessHandleImpl")) {
            HeapObject current = type.staticObject("current");
            return current == null ? 0 : current.number("pid");
        }
        return 0;
    }

    /** The version of its Java. */
    static String jdk(Heap heap) throws UnreadableDumpException {
        for (HeapClass type : heap.classes("java.lang.VersionProps")) {
            HeapObject version = type.staticObject("java_runtime_version");
            String text = version == null ? null : version.asText();
            return text == null ? "unknown" : text;
        }
        return "unknown";
    }
}
