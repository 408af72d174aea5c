// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.abi.Frame;
import dev.weft.abi.Local;
import dev.weft.debug.FrameInfo;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variables of suspended frames as text. No code of the program runs for it, so an object is no more than its class: primitive values,
 * strings and constants of enums are shown as they are, of an array type and length.
 */
public final class FrameLocals {
    /** The longest text that is shown of a value, in chars. */
    static final int MOST_CHARS = 100;

    private static final String DEAD = "(not kept)";

    private FrameLocals() {}

    /**
     * Returns the variables that are in scope where a frame is suspended.
     *
     * @param frame the frame; another thread may run it meanwhile, and then the values are of different moments
     * @return names and values, in the order of the declarations; of a variable that nothing reads any more the value says so; empty where
     *     the class file has no names
     */
    public static List<FrameInfo.Local> of(Frame<?> frame) {
        List<FrameInfo.Local> shown = new ArrayList<>();
        for (Local local : frame.variables()) {
            shown.add(new FrameInfo.Local(local.name(), text(local)));
        }
        return shown;
    }

    private static String text(Local local) {
        if (!local.isKept()) {
            return DEAD;
        }
        return Secrets.CURRENT.hidesName(local.name()) ? Secrets.TEXT : text(local.value());
    }

    /**
     * Returns a value as text.
     *
     * @param value the value
     * @return the text, which no code of the program has made, and which says nothing of what is to be redacted
     */
    public static String text(@Nullable Object value) {
        if (value instanceof String string) {
            return Secrets.CURRENT.hidesText(string) ? Secrets.TEXT : quoted(string);
        }
        if (value instanceof Character character) {
            return "'" + escaped(String.valueOf(character)) + "'";
        }
        if (value == null || value instanceof Boolean || isNumber(value)) {
            return String.valueOf(value);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name(); // final
        }
        if (value instanceof Class<?> type) {
            return type.getTypeName();
        }
        Class<?> type = value.getClass();
        return type.isArray()
                ? type.getComponentType().getTypeName() + "[" + Array.getLength(value) + "]"
                : type.getName() + '@' + Integer.toHexString(System.identityHashCode(value));
    }

    /** Whether it is a number of a final class of the JDK. Others may be anybody's. */
    private static boolean isNumber(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte;
    }

    private static String quoted(String text) {
        boolean isLong = text.length() > MOST_CHARS;
        String shown = isLong ? text.substring(0, MOST_CHARS) : text;
        return '"' + escaped(shown) + '"' + (isLong ? "… (" + text.length() + " chars)" : "");
    }

    /** On one line, and without what a terminal would take for commands. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '"', '\\' -> escaped.append('\\').append(c);
                default ->
                    escaped.append(
                            Character.isISOControl(c) || isBrokenPair(text, i) ? "\\u%04x".formatted((int) c) : c);
            }
        }
        return escaped.toString();
    }

    /** Whether half of a pair of surrogates stands alone, as the cut may leave it: no encoding has that. */
    private static boolean isBrokenPair(String text, int at) {
        char c = text.charAt(at);
        boolean isPaired = Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return Character.isSurrogate(c) && !isPaired;
    }
}
