// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a process is asked for.
 *
 * @param resource the name behind the slash
 * @param parameters what else it is told, by name
 * @param limit how long it may say nothing, before and within its answer
 */
public record Request(String resource, Map<String, String> parameters, Duration limit) {
    /**
     * Makes a request.
     *
     * @param resource the name behind the slash
     * @param parameters what else it is told, by name
     * @param limit how long it may say nothing, before and within its answer
     */
    public Request {
        parameters = new TreeMap<>(parameters);
    }

    /**
     * Makes the same request with another limit.
     *
     * @param silence how long it may say nothing
     * @return the request
     */
    public Request within(Duration silence) {
        return new Request(resource, parameters, silence);
    }

    byte[] bytes() {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + escaped(each.getValue()))
                .collect(Collectors.joining("&"));
        String path = "/" + resource + (query.isEmpty() ? "" : "?" + query);
        return ("GET " + path + " HTTP/1.0\r\nHost: weft\r\n\r\n").getBytes(US_ASCII);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
