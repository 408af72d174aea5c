// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with values of an object in it, in braces:
 *
 * <pre>
 * {path}         the value as text: a number, a string, a duration, an address, the name of a task, the length of an array; else the class
 * {path=7?a:b}   a if the number is this one, else b
 * {path?a:b}     a if the boolean is true, else b
 * {path#}        nanoseconds as a duration
 * {path~}        "of" the number, or nothing if it stands for no limit
 * {&#64;path}        the name in quotes of what has one, or an address by which two without a name can be told apart
 * {&amp;path}        what each clause of a select awaits
 * </pre>
 *
 * @param parts what it is made of, in order
 */
record Template(List<Part> parts) {
    /** What is done with a value. */
    enum Form {
        LITERAL,
        VALUE,
        CHOICE,
        NANOS,
        LIMIT,
        IDENTITY,
        CLAUSES
    }

    /**
     * A piece of the text.
     *
     * @param form what is done with the value
     * @param path the way to the value; that to nothing for a literal
     * @param text of a literal the text; of a choice what is in front of the question mark behind {@code =}, empty for a boolean
     * @param yes of a choice the text if it is so
     * @param no of a choice the text if it is not
     */
    record Part(Form form, FieldPath path, String text, String yes, String no) {}

    static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int end = open < 0 ? text.length() : open;
            if (end > at) {
                parts.add(new Part(Form.LITERAL, FieldPath.parse(""), text.substring(at, end), "", ""));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            parts.add(expression(text.substring(open + 1, close)));
            at = close + 1;
        }
        return new Template(List.copyOf(parts));
    }

    private static Part expression(String text) {
        int question = text.indexOf('?');
        if (question >= 0) {
            String[] answers = text.substring(question + 1).split(":", -1);
            String[] asked = text.substring(0, question).split("=", -1);
            return new Part(
                    Form.CHOICE, FieldPath.parse(asked[0]), asked.length == 1 ? "" : asked[1], answers[0], answers[1]);
        }
        if (text.startsWith("@") || text.startsWith("&")) {
            return plain(text.startsWith("@") ? Form.IDENTITY : Form.CLAUSES, text.substring(1));
        }
        if (text.endsWith("#") || text.endsWith("~")) {
            return plain(text.endsWith("#") ? Form.NANOS : Form.LIMIT, text.substring(0, text.length() - 1));
        }
        return plain(Form.VALUE, text);
    }

    private static Part plain(Form form, String path) {
        return new Part(form, FieldPath.parse(path), "", "", "");
    }

    /** The text for an object; null if one of its values is not there. */
    @Nullable
    String of(HeapObject object, Values values) throws UnreadableDumpException {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String piece = part.form() == Form.LITERAL ? part.text() : values.text(part, object);
            if (piece == null) {
                return null;
            }
            text.append(piece);
        }
        return text.toString();
    }
}
