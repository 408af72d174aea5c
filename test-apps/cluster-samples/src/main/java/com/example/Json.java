// SPDX-License-Identifier: Apache-2.0
package com.example;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.cluster.Codec;
import java.io.IOException;
import java.lang.reflect.Type;

// region json
/** Values between nodes as JSON. */
final class Json implements Codec {
    private final JsonMapper mapper = new JsonMapper();

    @Override
    public byte[] encode(Object value) throws IOException {
        return mapper.writeValueAsBytes(value);
    }

    @Override
    public Object decode(byte[] bytes, Type type) throws IOException {
        return mapper.readValue(bytes, mapper.constructType(type));
    }

    @Override
    public String id() {
        return "json"; // without this, nodes in which the class has another name refuse one another
    }
}
// endregion
