// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.lang.reflect.Type;

/**
 * Makes bytes of values, and values of bytes: the way to JSON is this and a library of one's choice. Called on the loop, so it must not block.
 * Any number of loops may use one at a time. No argument is null.
 *
 * <pre>{@code
 * final class Json implements BodyCodec {
 *     private final JsonMapper mapper = new JsonMapper();
 *
 *     public byte[] encode(Object value) throws IOException {
 *         return mapper.writeValueAsBytes(value);
 *     }
 *
 *     public Object decode(byte[] bytes, Type type) throws IOException {
 *         return mapper.readValue(bytes, mapper.constructType(type));
 *     }
 * }
 * }</pre>
 */
public interface BodyCodec {
    /**
     * Makes bytes of a value.
     *
     * @param value the value
     * @return the bytes, in UTF-8 if they are text
     * @throws Exception if it cannot; to the one who sends
     */
    byte[] encode(Object value) throws Exception;

    /**
     * Makes a value of bytes.
     *
     * @param bytes the whole body
     * @param type of the value: a class, or a type with parameters
     * @return the value, not null
     * @throws Exception if it cannot: a handler that does not catch the {@link BadBodyException} around it has its client told 400
     */
    Object decode(byte[] bytes, Type type) throws Exception;
}
