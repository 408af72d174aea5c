// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server has made of some bytes, read from what came back, as {@code judges/requests.mjs} does. */
final class Verdict {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 (\\d+)(?s:.*?)\r\n\r\n");
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|\\\\|x[0-9a-f]{2})");

    private Verdict() {}

    /** Answers with what it was asked. */
    static Task<HttpResponse> echo(HttpRequest request, byte[] body) {
        String target = request.query().isEmpty() ? request.path() : request.path() + '?' + request.query();
        String text = request.method() + ' ' + target + " [" + new String(body, ISO_8859_1) + ']';
        return Task.of(HttpResponse.of(200).body(text.getBytes(ISO_8859_1)));
    }

    static String of(String got) {
        List<String> parts = new ArrayList<>();
        Matcher head = HEAD.matcher(got);
        for (int at = 0; at < got.length() && head.find(at); ) {
            Matcher length = LENGTH.matcher(head.group());
            int count = length.find() ? Integer.parseInt(length.group(1)) : 0;
            if (!head.group(1).equals("100")) {
                parts.add(head.group(1).equals("200") ? got.substring(head.end(), head.end() + count) : head.group(1));
            }
            at = head.end() + count;
        }
        return parts.isEmpty() ? "nothing" : String.join(" + ", parts);
    }

    static byte[] unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(Verdict::character).getBytes(ISO_8859_1);
    }

    private static String character(MatchResult escape) {
        return Matcher.quoteReplacement(
                switch (escape.group(1).charAt(0)) {
                    case 'r' -> "\r";
                    case 'n' -> "\n";
                    case 'x' ->
                        String.valueOf((char) Integer.parseInt(escape.group(1).substring(1), 16));
                    default -> "\\";
                });
    }
}
