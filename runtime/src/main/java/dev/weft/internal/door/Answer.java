// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client of the socket is told.
 *
 * @param status the status of HTTP, as 200
 * @param type the media type without its character set, which is UTF-8
 * @param body writes what is told
 * @param headers what programs are told in lines before the body, by the names of the lines
 */
public record Answer(int status, String type, Body body, Map<String, String> headers) {
    /**
     * Copies the headers.
     *
     * @param status see {@link #status}
     * @param type see {@link #type}
     * @param body see {@link #body}
     * @param headers see {@link #headers}
     */
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Writes an answer, which may be long: the client reads the beginning before the end is made. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes all of it.
         *
         * @param out where to; a {@link java.io.Flushable}, which sends what it has when it is flushed
         * @throws IOException what {@code out} throws, when the client has gone
         * @throws Exception what the client is told as a failure, if it has got nothing yet
         */
        void writeTo(Appendable out) throws Exception;
    }

    /**
     * Makes an answer of text.
     *
     * @param text the text, with a line break at its end
     * @return the answer
     */
    public static Answer text(String text) {
        return of("text/plain", out -> out.append(text));
    }

    /**
     * Makes an answer of JSON.
     *
     * @param json one value of JSON
     * @return the answer
     */
    public static Answer json(String json) {
        return of("application/json", out -> out.append(json));
    }

    /**
     * Makes an answer of any type.
     *
     * @param type the media type
     * @param body writes it
     * @return the answer
     */
    public static Answer of(String type, Body body) {
        return new Answer(200, type, body, Map.of());
    }

    /** Tells what is wrong with a request, or with its answer. */
    static Answer refusal(int status, String text) {
        return new Answer(status, "text/plain", out -> out.append(text).append('\n'), Map.of());
    }

    /**
     * Makes the answer a verdict.
     *
     * @param exit the exit status of the command that shows it
     * @return an answer that says so
     */
    public Answer exit(int exit) {
        return with("Weft-Exit", String.valueOf(exit));
    }

    /**
     * Adds a line before the body.
     *
     * @param name the name of the line
     * @param value what it says; characters that have no place there become question marks
     * @return an answer with the line
     */
    public Answer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value.replaceAll("[^ -~]", "?"));
        return new Answer(status, type, body, more);
    }
}
