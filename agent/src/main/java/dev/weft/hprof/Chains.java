// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.abi.Woven;
import dev.weft.debug.FrameInfo;
import dev.weft.hprof.heap.HeapClass;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where coroutines stand on the heap: the lines of their frames. A million tasks stand in few places, so each is read once. */
final class Chains {
    private static final int MOST_FRAMES = 100_000;

    /**
     * Where a coroutine stands.
     *
     * @param key the classes of the frames, and the points at which they stand
     * @param lines the lines of the awaits, innermost first
     */
    record Chain(Key key, List<FrameInfo> lines) {}

    /** The classes of the frames, and the points at which they stand, as numbers that are compared by their values. */
    static final class Key {
        private final long[] numbers;

        Key(long[] numbers) {
            this.numbers = numbers;
        }

        int point(int frame) {
            return (int) numbers[2 * frame + 1];
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(numbers, key.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }

        @Override
        public String toString() {
            return Arrays.toString(numbers);
        }
    }

    private final Map<Key, Chain> chains = new HashMap<>();
    private final Map<Long, Optional<Lines>> linesOfClass = new HashMap<>();

    /** The chain that begins with a frame; the empty one for null. */
    Chain of(@Nullable HeapObject leaf) throws UnreadableDumpException {
        long[] numbers = new long[2];
        List<HeapClass> types = new ArrayList<>(1);
        HeapObject frame = leaf;
        for (; frame != null && types.size() < MOST_FRAMES; frame = parent(frame)) {
            int at = 2 * types.size();
            HeapClass type = frame.type();
            if (type == null) {
                break;
            }
            numbers = at < numbers.length ? numbers : Arrays.copyOf(numbers, 2 * numbers.length);
            numbers[at] = type.id();
            numbers[at + 1] = RuntimeField.FRAME_STATE.number(frame);
            types.add(type);
        }
        Key key = new Key(Arrays.copyOf(numbers, 2 * types.size()));
        Chain known = chains.get(key);
        if (known == null) {
            known = new Chain(key, lines(key, types));
            chains.put(key, known);
        }
        return known;
    }

    /** The frame that awaits a frame. What else a cold frame has in the field is none. */
    static @Nullable HeapObject parent(HeapObject frame) throws UnreadableDumpException {
        HeapObject link = RuntimeField.FRAME_PARENT.object(frame);
        return link != null && link.isA(RuntimeField.FRAME_PARENT.type()) ? link : null;
    }

    private List<FrameInfo> lines(Key key, List<HeapClass> types) throws UnreadableDumpException {
        List<FrameInfo> lines = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Optional<Lines> known = linesOf(types.get(i));
            if (known.isPresent()) {
                lines.add(FrameInfo.of(known.get().element(key.point(i)), FrameInfo.Kind.AWAIT));
            }
        }
        return List.copyOf(lines);
    }

    /** The lines of a frame class, out of a static that woven ones have; a frame of the runtime has none. */
    private Optional<Lines> linesOf(HeapClass type) throws UnreadableDumpException {
        Optional<Lines> known = linesOfClass.get(type.id());
        if (known == null) {
            HeapObject constant = type.staticObject(Woven.SOURCES);
            String text = constant == null ? null : constant.asText();
            known = text == null ? Optional.empty() : Optional.of(Lines.parse(text));
            linesOfClass.put(type.id(), known);
        }
        return known;
    }
}
