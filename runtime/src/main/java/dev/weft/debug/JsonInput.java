// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON text: objects as maps, arrays as lists, numbers as {@link BigDecimal}. */
final class JsonInput {
    /** How deep values may be nested. A dump has ten levels. */
    private static final int MOST_LEVELS = 64;

    private static final int END = -1;

    private final Reader text;
    private int next;
    private int line = 1;

    private JsonInput(Reader text) throws IOException {
        this.text = new BufferedReader(text);
        advance();
    }

    static @Nullable Object read(Reader text) throws IOException {
        JsonInput input = new JsonInput(text);
        Object value = input.value(0);
        input.skipSpace();
        if (input.next != END) {
            throw input.wrong("the end");
        }
        return value;
    }

    private @Nullable Object value(int level) throws IOException {
        if (level > MOST_LEVELS) {
            throw wrong("less than " + MOST_LEVELS + " values in one another");
        }
        skipSpace();
        return switch (next) {
            case '{' -> object(level);
            case '[' -> array(level);
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int level) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        advance();
        skipSpace();
        while (next != '}') {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            object.put(name, value(level + 1));
            skipSpace();
            if (next != '}') {
                expect(',');
                skipSpace();
                if (next == '}') {
                    throw wrong("a name");
                }
            }
        }
        advance();
        return object;
    }

    private List<@Nullable Object> array(int level) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        advance();
        skipSpace();
        while (next != ']') {
            array.add(value(level + 1));
            skipSpace();
            if (next != ']') {
                expect(',');
                skipSpace();
                if (next == ']') {
                    throw wrong("a value");
                }
            }
        }
        advance();
        return array;
    }

    private String string() throws IOException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (next != '"') {
            if (next < ' ') {
                throw wrong("a character of a string");
            }
            char read = (char) next;
            advance();
            string.append(read == '\\' ? escaped() : read);
        }
        advance();
        return string.toString();
    }

    private char escaped() throws IOException {
        int kind = next;
        advance();
        return switch (kind) {
            case '"', '\\', '/' -> (char) kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw wrong("an escape sequence");
        };
    }

    private char hexadecimal() throws IOException {
        int code = 0;
        for (int digit = 0; digit < 4; digit++) {
            int value = next < 0x80 ? Character.digit(next, 16) : -1;
            if (value < 0) {
                throw wrong("a hexadecimal digit");
            }
            code = code * 16 + value;
            advance();
        }
        return (char) code;
    }

    private BigDecimal number() throws IOException {
        StringBuilder number = new StringBuilder();
        while (next == '-'
                || next == '+'
                || next == '.'
                || next == 'e'
                || next == 'E'
                || (next >= '0' && next <= '9')) {
            number.append((char) next);
            advance();
        }
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException none) {
            throw wrong("a value");
        }
    }

    private @Nullable Object literal(String literal, @Nullable Object value) throws IOException {
        for (int place = 0; place < literal.length(); place++) {
            expect(literal.charAt(place));
        }
        return value;
    }

    private void skipSpace() throws IOException {
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            advance();
        }
    }

    private void expect(char character) throws IOException {
        if (next != character) {
            throw wrong("'" + character + '\'');
        }
        advance();
    }

    private void advance() throws IOException {
        line += next == '\n' ? 1 : 0;
        next = text.read();
    }

    private IOException wrong(String expected) {
        String found = next == END ? "the end of the text" : "'" + Words.plain(Character.toString(next)) + '\'';
        return new IOException("Line " + line + " of the JSON: expected " + expected + ", found " + found);
    }
}
