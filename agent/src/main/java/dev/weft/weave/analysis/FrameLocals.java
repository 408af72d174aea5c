// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.FrameLayout.Field;
import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.Variables.Variable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * The constant of a frame class that says which field holds which variable of the source: {@code fields;arguments;point 1;point 2…}, as
 * {@code dev.weft.abi.Woven#LOCALS} describes it.
 */
public final class FrameLocals {
    /** What a class file can hold as one constant (JVMS 4.4.7). */
    private static final int LONGEST = 65_535;

    private static final String SAME = "\"";

    private FrameLocals() {}

    /**
     * Returns the constant of a frame class.
     *
     * @param analysed the method
     * @return the text; null where the class file names no variables, or so many that no constant can hold it
     */
    public static @Nullable String constant(AnalysedMethod analysed) {
        FrameLayout layout = analysed.layout();
        List<Variable> arguments = Variables.arguments(analysed.method().method());
        StringJoiner parts = new StringJoiner(";");
        StringJoiner fields = new StringJoiner("/");
        for (Field field : layout.fields()) {
            fields.add(field.name());
        }
        parts.add(fields.toString());
        String before = part(arguments, layout.arguments(), List.of());
        parts.add(before);
        boolean isNamed = !before.isEmpty();
        for (SuspensionPoint point : analysed.points()) {
            PointLayout kept = layout.points().get(point.state() - 1);
            String part = part(point.variables(), kept.locals(), point.locals());
            parts.add(!part.isEmpty() && part.equals(before) ? SAME : part);
            isNamed |= !part.isEmpty();
            before = part;
        }
        String text = parts.toString();
        return isNamed && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST ? text : null;
    }

    private static String part(List<Variable> variables, List<Slot> kept, List<Object> types) {
        StringBuilder part = new StringBuilder();
        for (Variable each : variables) {
            part.append(part.length() == 0 ? "" : "/").append(each.name()).append('.');
            part.append(place(each, kept, types));
        }
        return part.toString();
    }

    /** The field of a variable, with its type where the field's does not tell; empty if its value is not kept. */
    private static String place(Variable variable, List<Slot> kept, List<Object> types) {
        for (Slot slot : kept) {
            if (slot.local() == variable.local()) {
                boolean isSmall =
                        slot.kind() == Kind.INT && !variable.descriptor().equals(Kind.INT.descriptor());
                return slot.field().name() + (isSmall ? "." + variable.descriptor() : "");
            }
        }
        boolean isNull =
                variable.local() < types.size() && types.get(variable.local()).equals(Opcodes.NULL);
        return isNull ? "null" : "";
    }
}
