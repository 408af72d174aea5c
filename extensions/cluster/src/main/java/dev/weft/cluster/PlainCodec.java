// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts, numbers and bytes as they are: enough to begin with, and for those who make their bytes themselves. */
enum PlainCodec implements Codec {
    /** The only one. */
    CODEC;

    @Override
    public byte[] encode(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Double) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }
        throw unknown(value.getClass());
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        if (type == byte[].class) {
            return bytes;
        }
        String text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString();
        if (type == String.class) {
            return text;
        }
        if (type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == Long.class) {
            return Long.valueOf(text);
        }
        if (type == Double.class) {
            return Double.valueOf(text);
        }
        if (type == Boolean.class) {
            return Boolean.valueOf(text);
        }
        throw unknown(type);
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException("There is no codec for " + type.getTypeName()
                + ": without one of yours, nodes exchange String, Integer, Long,"
                + " Double, Boolean and byte[]. Give one with ClusterConfig.codec(...), such as one over Jackson.");
    }

    @Override
    public String id() {
        return "plain";
    }
}
