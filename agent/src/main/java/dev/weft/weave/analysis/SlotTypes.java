// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;

/**
 * The verifier's types of locals, by slot and one per value. By slot, {@code TOP} follows a long or double; a stack map has one
 * element per value (JVMS 4.7.4), and so has the operand stack.
 */
public final class SlotTypes {
    private SlotTypes() {}

    /**
     * Whether values of a type take two slots.
     *
     * @param type a verifier's type, as in a stack map
     * @return true for long and double
     */
    public static boolean isWide(Object type) {
        return type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE);
    }

    /**
     * Returns the locals of a stack map by slot.
     *
     * @param map an expanded stack map
     * @return the types, with {@code TOP} behind each long or double; not shared with the map
     */
    public static List<Object> of(FrameNode map) {
        List<Object> slots = new ArrayList<>();
        for (Object type : map.local) {
            slots.add(type);
            if (isWide(type)) {
                slots.add(Opcodes.TOP);
            }
        }
        return slots;
    }

    /**
     * Returns the type of one slot in a stack map.
     *
     * @param map an expanded stack map
     * @param slot the slot
     * @return its type, {@code TOP} behind a long or double and behind the locals that the map has
     */
    public static Object at(FrameNode map, int slot) {
        int at = 0;
        for (Object type : map.local) {
            if (at == slot) {
                return type;
            }
            at += isWide(type) ? 2 : 1;
        }
        return Opcodes.TOP;
    }

    /**
     * Returns the locals of a stack map, the reverse of {@link #of}.
     *
     * @param slots the types by slot
     * @return one element per value; a map does not end with {@code TOP}
     */
    public static List<Object> locals(List<Object> slots) {
        int end = slots.size();
        while (end > 0 && slots.get(end - 1).equals(Opcodes.TOP)) {
            end--;
        }
        return values(slots.subList(0, end));
    }

    /** One element per value, without the padding behind a long or double. */
    static List<Object> values(List<Object> slots) {
        List<Object> values = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); slot += isWide(slots.get(slot)) ? 2 : 1) {
            values.add(slots.get(slot));
        }
        return values;
    }
}
