// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.Map;

/** What Netty's decoder has read, as values of ours. */
final class Fields {
    private Fields() {}

    static dev.weft.http.HttpHeaders of(HttpHeaders read) {
        String[] fields = new String[2 * read.size()];
        int i = 0;
        for (Iterator<Map.Entry<String, String>> each = read.iteratorAsString(); each.hasNext(); ) {
            Map.Entry<String, String> field = each.next();
            fields[i++] = field.getKey();
            fields[i++] = field.getValue();
        }
        return dev.weft.http.HttpHeaders.ofChecked(fields);
    }
}
