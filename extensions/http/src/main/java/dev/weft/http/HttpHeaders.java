// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The header fields of a message, or its trailers, in their order. A name may be there several times, and its case does not matter. Immutable:
 * what changes something makes others. Any thread. No argument may be null.
 */
public final class HttpHeaders {
    private static final HttpHeaders NONE = new HttpHeaders(new String[0]);

    /** A name, its value, the next name. */
    private final String[] fields;

    private HttpHeaders(String[] fields) {
        this.fields = fields;
    }

    /**
     * Returns headers without a field.
     *
     * @return none
     */
    public static HttpHeaders none() {
        return NONE;
    }

    /**
     * Makes headers of one field.
     *
     * @param name a token, such as {@code content-type}
     * @param value what it says; may be empty
     * @return the headers
     * @throws IllegalArgumentException if the name is no token, or the value has a character that would end its line
     */
    public static HttpHeaders of(String name, String value) {
        return NONE.with(name, value);
    }

    /** Of fields that were checked by whoever read them. */
    static HttpHeaders ofChecked(String[] fields) {
        return fields.length == 0 ? NONE : new HttpHeaders(fields);
    }

    /**
     * Adds a field behind the others, also if its name is there already.
     *
     * @param name a token
     * @param value what it says
     * @return the other headers
     * @throws IllegalArgumentException as {@link #of}
     */
    public HttpHeaders with(String name, String value) {
        String[] more = Arrays.copyOf(fields, fields.length + 2);
        more[fields.length] = FieldSyntax.requireName(name);
        more[fields.length + 1] = FieldSyntax.requireValue(name, value);
        return new HttpHeaders(more);
    }

    HttpHeaders with(HttpHeaders more) {
        if (fields.length == 0) {
            return more;
        }
        String[] all = Arrays.copyOf(fields, fields.length + more.fields.length);
        System.arraycopy(more.fields, 0, all, fields.length, more.fields.length);
        return ofChecked(all);
    }

    /**
     * Puts a field in place of all of its name.
     *
     * @param name a token
     * @param value what it says
     * @return the other headers
     * @throws IllegalArgumentException as {@link #of}
     */
    public HttpHeaders set(String name, String value) {
        return without(name).with(name, value);
    }

    /**
     * Leaves out all fields of a name.
     *
     * @param name the name
     * @return the other headers; these, if there are none
     */
    public HttpHeaders without(String name) {
        Objects.requireNonNull(name, "name");
        if (index(name, 0) < 0) {
            return this;
        }
        List<String> left = new ArrayList<>(fields.length);
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equalsIgnoreCase(name)) {
                left.add(fields[i]);
                left.add(fields[i + 1]);
            }
        }
        return ofChecked(left.toArray(String[]::new));
    }

    /**
     * Leaves out what is said to the next one alone, who says it himself (RFC 9110, 7.6.1), also by the names that the field {@code connection}
     * gives, and how long a body is: what a proxy passes on. Nothing is upgraded then.
     *
     * @return the other headers; these, if there is no such field
     */
    public HttpHeaders endToEnd() {
        return ofChecked(EndToEnd.of(fields, all("connection")));
    }

    /**
     * Returns the value of the first field of a name.
     *
     * @param name the name
     * @return the value; empty if there is no such field
     */
    public Optional<String> first(String name) {
        int index = index(Objects.requireNonNull(name, "name"), 0);
        return index < 0 ? Optional.empty() : Optional.of(fields[index + 1]);
    }

    /**
     * Returns the values of all fields of a name.
     *
     * @param name the name
     * @return the values, in their order; none if there is no such field
     */
    public List<String> all(String name) {
        int first = index(Objects.requireNonNull(name, "name"), 0);
        int second = first < 0 ? -1 : index(name, first + 2);
        if (second < 0) { // as most are, and a server asks for some of each request
            return first < 0 ? List.of() : List.of(fields[first + 1]);
        }
        List<String> values = new ArrayList<>();
        for (int i = first; i >= 0; i = index(name, i + 2)) {
            values.add(fields[i + 1]);
        }
        return List.copyOf(values);
    }

    /** The elements of all fields of a name whose value is a list, in small letters. */
    List<String> list(String name) {
        return Arrays.stream(
                        String.join(",", all(name)).toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /**
     * Whether there is a field of a name.
     *
     * @param name the name
     * @return true if there is one
     */
    public boolean has(String name) {
        return index(Objects.requireNonNull(name, "name"), 0) >= 0;
    }

    /**
     * Shows each field, in their order.
     *
     * @param to gets name and value
     */
    public void forEach(BiConsumer<? super String, ? super String> to) {
        for (int i = 0; i < fields.length; i += 2) {
            to.accept(fields[i], fields[i + 1]);
        }
    }

    /**
     * Returns how many fields there are.
     *
     * @return the number
     */
    public int size() {
        return fields.length / 2;
    }

    private int index(String name, int from) {
        for (int i = from; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpHeaders headers && Arrays.equals(fields, headers.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** A line for each field, as they are sent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
