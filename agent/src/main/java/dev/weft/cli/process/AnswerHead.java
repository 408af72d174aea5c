// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines before the answer itself.
 *
 * @param status as HTTP numbers them
 * @param headers by their names, which may be written in capitals or not
 */
record AnswerHead(int status, Map<String, String> headers) {
    static AnswerHead parse(String text) throws IOException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new IOException(
                    lines.isEmpty() ? "nothing came" : "this is no answer in HTTP: \"" + lines.get(0) + "\"");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return new AnswerHead(Integer.parseInt(lines.get(0).substring(9, 12)), headers);
    }
}
