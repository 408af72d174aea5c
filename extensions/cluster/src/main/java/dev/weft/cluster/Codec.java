// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.lang.reflect.Type;

/**
 * Makes bytes of values, and values of bytes, between nodes: the way to JSON is this and a library of one's choice. Nothing is ever
 * serialized by the JVM. Called on the loop, so it must not block. No argument is null.
 *
 * <pre>{@code
 * final class Json implements Codec {
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
public interface Codec {
    /**
     * Makes bytes of a value.
     *
     * @param value the value
     * @return the bytes
     * @throws Exception if it cannot; to the one who asks, or answers
     */
    byte[] encode(Object value) throws Exception;

    /**
     * Makes a value of bytes. These come from another node: what is made of them must be limited to the type.
     *
     * @param bytes what {@link #encode} has made on a node with a codec of the same {@link #id}
     * @param type of the value: that of a {@link Service} or an {@link EntityKind}
     * @return the value, not null
     * @throws Exception if it cannot: of a question the one who asks is told by {@link NotServed}, or another member is asked, which may know it
     */
    Object decode(byte[] bytes, Type type) throws Exception;

    /**
     * Returns what both ends have to agree on. A request that was encoded by another one is refused by name.
     *
     * @return a short word; the name of the class if it says no other
     */
    default String id() {
        return getClass().getName();
    }
}
