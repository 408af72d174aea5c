// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Which field of the frame holds which value, at each suspension point and while the frame is cold. Points share the fields:
 * the n-th reference that is kept is in {@code l<n>}, the n-th int in {@code i<n>}, and so on, so a frame has as many
 * fields of a kind as the point that keeps most. A reference of a class to which the method may not cast has a field of that
 * class, {@code h<n>}, from which it comes back without a cast.
 *
 * @param arguments the arguments, kept while the frame is cold
 * @param points what each suspension point keeps, by state - 1
 * @param fields the fields, in the order of their kinds
 */
public record FrameLayout(List<Slot> arguments, List<PointLayout> points, List<Field> fields) {
    /** The kinds of fields: small integers widen to int, as on the operand stack. */
    public enum Kind {
        /** Any reference. */
        REFERENCE('l', "Ljava/lang/Object;", Opcodes.ALOAD, "java/lang/Object"),
        /** int, short, char, byte, boolean. */
        INT('i', "I", Opcodes.ILOAD, "java/lang/Integer"),
        /** long. */
        LONG('j', "J", Opcodes.LLOAD, "java/lang/Long"),
        /** float. */
        FLOAT('f', "F", Opcodes.FLOAD, "java/lang/Float"),
        /** double. */
        DOUBLE('d', "D", Opcodes.DLOAD, "java/lang/Double");

        private final char prefix;
        private final String descriptor;
        private final int load;
        private final String box;

        Kind(char prefix, String descriptor, int load, String box) {
            this.prefix = prefix;
            this.descriptor = descriptor;
            this.load = load;
            this.box = box;
        }

        /**
         * Returns the type of the fields.
         *
         * @return a descriptor
         */
        public String descriptor() {
            return descriptor;
        }

        /**
         * Returns the instruction that loads a local of this kind.
         *
         * @return an opcode
         */
        public int load() {
            return load;
        }

        /**
         * Returns the instruction that stores a local of this kind.
         *
         * @return an opcode
         */
        public int store() {
            return load + (Opcodes.ISTORE - Opcodes.ILOAD);
        }

        /**
         * Returns the class of an object that stands for a value.
         *
         * @return an internal name, of which {@code valueOf} makes the object if the kind is primitive
         */
        public String box() {
            return box;
        }

        /**
         * Returns how many slots a value takes.
         *
         * @return 1 or 2
         */
        public int size() {
            return this == LONG || this == DOUBLE ? 2 : 1;
        }

        /** The kind of a verifier's type that is neither null nor unusable. */
        static Kind of(Object type) {
            if (type.equals(Opcodes.INTEGER)) {
                return INT;
            }
            if (type.equals(Opcodes.LONG)) {
                return LONG;
            }
            if (type.equals(Opcodes.FLOAT)) {
                return FLOAT;
            }
            return type.equals(Opcodes.DOUBLE) ? DOUBLE : REFERENCE;
        }
    }

    /**
     * A value and its field.
     *
     * @param field the field
     * @param type the verifier's type, which a reference gets back
     * @param local the slot of the local, or -1 for a value of the operand stack
     */
    public record Slot(Field field, Object type, int local) {
        /**
         * Returns the kind of the value.
         *
         * @return that of the field
         */
        public Kind kind() {
            return field.kind();
        }

        /**
         * Returns whether the value has to be cast when it comes back: the verifier knows a field of type Object, and the code that
         * follows needs what the value was.
         *
         * @return true for a reference of another class, in a field that can hold any
         */
        public boolean needsCast() {
            return field.descriptor().equals(Kind.REFERENCE.descriptor()) && !type.equals("java/lang/Object");
        }
    }

    /**
     * A field of the frame class.
     *
     * @param kind what it holds
     * @param name its name
     * @param descriptor its type
     */
    public record Field(Kind kind, String name, String descriptor) implements Comparable<Field> {
        /** By kind, type, and number. */
        @Override
        public int compareTo(Field other) {
            int byType = kind == other.kind ? descriptor.compareTo(other.descriptor) : kind.compareTo(other.kind);
            int byLength = byType == 0 ? Integer.compare(name.length(), other.name.length()) : byType;
            return byLength == 0 ? name.compareTo(other.name) : byLength;
        }
    }

    /**
     * Adds up what values take.
     *
     * @param values some values
     * @return the number of slots, two for a long or double
     */
    public static int size(List<Slot> values) {
        int size = 0;
        for (Slot value : values) {
            size += value.kind().size();
        }
        return size;
    }

    /**
     * What one point keeps.
     *
     * @param stack the values of the operand stack, bottom first
     * @param locals the locals that are live
     * @param blank the locals that get a default when they are restored: those that hold null for sure, and those that are not
     *     live but that later stack maps count on
     */
    public record PointLayout(List<Slot> stack, List<Slot> locals, List<Blank> blank) {
        /**
         * Returns the values in the order in which they are spilled.
         *
         * @return the stack, then the locals
         */
        public List<Slot> spilled() {
            List<Slot> spilled = new ArrayList<>(stack);
            spilled.addAll(locals);
            return spilled;
        }
    }

    /**
     * A local that is not kept.
     *
     * @param kind the kind of default
     * @param local its slot
     */
    public record Blank(Kind kind, int local) {}

    /**
     * Lays out the frame of a method.
     *
     * @param method the method
     * @param points its suspension points
     * @return the layout
     */
    public static FrameLayout of(AsyncMethod method, List<SuspensionPoint> points) {
        Counter most = new Counter(NamedTypes.of(method));
        List<Slot> arguments = arguments(method, most);
        List<PointLayout> layouts = new ArrayList<>();
        for (SuspensionPoint point : points) {
            layouts.add(layout(point, arguments, method.isStatic() ? 0 : 1, most));
        }
        return new FrameLayout(arguments, List.copyOf(layouts), most.fields());
    }

    private static List<Slot> arguments(AsyncMethod method, Counter most) {
        List<Slot> slots = new ArrayList<>();
        most.restart();
        int local = method.isStatic() ? 0 : 1;
        for (Type argument : Type.getArgumentTypes(method.method().desc)) {
            slots.add(most.slot(typeOf(argument), local));
            local += argument.getSize();
        }
        return List.copyOf(slots);
    }

    /** The frame keeps {@code this} in a field of its own, whatever is live, so the locals begin after it. */
    private static PointLayout layout(SuspensionPoint point, List<Slot> arguments, int firstLocal, Counter most) {
        most.restart();
        List<Slot> stack = new ArrayList<>();
        for (Object type : point.stack()) {
            stack.add(most.slot(type, -1));
        }
        List<Slot> locals = new ArrayList<>();
        List<Blank> blank = new ArrayList<>();
        for (int local = firstLocal; local < point.locals().size(); local++) {
            Object type = point.locals().get(local);
            if (point.live().get(local) && !type.equals(Opcodes.NULL) && !type.equals(Opcodes.TOP)) {
                locals.add(most.slot(type, local));
            } else if (!type.equals(Opcodes.TOP) && !isArgument(arguments, type, local)) {
                blank.add(new Blank(Kind.of(type), local));
            }
        }
        return new PointLayout(List.copyOf(stack), List.copyOf(locals), List.copyOf(blank));
    }

    /** Whether the local is still the argument: the frame passes a default for it when it resumes. */
    private static boolean isArgument(List<Slot> arguments, Object type, int local) {
        for (Slot slot : arguments) {
            if (slot.local() == local && slot.type().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** The verifier's type of a parameter. */
    private static Object typeOf(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
            case Type.LONG -> Opcodes.LONG;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            default -> type.getInternalName();
        };
    }

    /** Hands out fields, and remembers all that any point needed. */
    private static final class Counter {
        private final NamedTypes named;
        private final Map<String, Integer> used = new HashMap<>();
        private final Set<Field> fields = new TreeSet<>();

        Counter(NamedTypes named) {
            this.named = named;
        }

        void restart() {
            used.clear();
        }

        Slot slot(Object type, int local) {
            Kind kind = Kind.of(type);
            boolean casts = !(type instanceof String name) || named.include(name);
            String descriptor =
                    casts ? kind.descriptor : Type.getObjectType((String) type).getDescriptor();
            int index = used.getOrDefault(descriptor, 0);
            used.put(descriptor, index + 1);
            Field field = new Field(kind, (casts ? kind.prefix : 'h') + Integer.toString(index), descriptor);
            fields.add(field);
            return new Slot(field, type, local);
        }

        List<Field> fields() {
            return List.copyOf(fields);
        }
    }
}
