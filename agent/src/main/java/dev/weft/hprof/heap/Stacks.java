// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Java stacks of the threads. */
final class Stacks {
    private final DumpFile file;
    private final Names names;
    private final LongMap frames = new LongMap();
    private final Map<Integer, Long> traces = new HashMap<>();
    private final Map<Long, Integer> traceOfThread = new HashMap<>();

    Stacks(DumpFile file, Names names) {
        this.file = file;
        this.names = names;
    }

    void addFrame(long body) {
        frames.put(file.idAt(body), body);
    }

    void addTrace(long body) {
        traces.put(file.bytes().intAt(body), body);
    }

    /** Adds the thread whose root record has its body at an offset. */
    void addThread(long body) {
        traceOfThread.put(file.idAt(body), file.bytes().intAt(body + file.idSize() + 4));
    }

    /** The stack of a thread, innermost first; empty if the dump has none. */
    List<StackTraceElement> of(long thread) {
        List<StackTraceElement> stack = new ArrayList<>();
        Long trace = traces.get(traceOfThread.getOrDefault(thread, -1));
        if (trace != null) {
            int count = file.bytes().intAt(trace + 8);
            for (int i = 0; i < count; i++) {
                long frame = frames.get(file.idAt(trace + 12 + (long) i * file.idSize()));
                if (frame != 0) {
                    stack.add(element(frame));
                }
            }
        }
        return stack;
    }

    /** The element of a frame, of which a line below 0 says that it is native or unknown. */
    private StackTraceElement element(long frame) {
        int id = file.idSize();
        String source = names.text(file.idAt(frame + 3L * id));
        return new StackTraceElement(
                names.ofSerial(file.bytes().intAt(frame + 4L * id)),
                names.text(file.idAt(frame + id)),
                source.isEmpty() ? null : source,
                nativeOrLine(file.bytes().intAt(frame + 4L * id + 4)));
    }

    /** HPROF has -3 for a native method, where the JDK has -2; HotSpot writes 0 and -1 for unknown lines. */
    private static int nativeOrLine(int line) {
        return line == -3 ? -2 : line > 0 ? line : -1;
    }
}
