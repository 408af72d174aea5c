// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where a response sends its client to (RFC 9110, 15.4). */
final class Redirects {
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization", "host");
    private static final Set<String> OF_BODY =
            Set.of("content-type", "content-encoding", "content-language", "content-location");

    private Redirects() {}

    /** The request that follows; empty if the response stands for itself. */
    static Optional<ClientRequest> next(ClientRequest request, ResponseHead response) {
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 ->
                response.headers().first("location").flatMap(to -> next(request, response.status(), to));
            default -> Optional.empty();
        };
    }

    private static Optional<ClientRequest> next(ClientRequest request, int status, String location) {
        try {
            ClientRequest moved = ofStatus(request, status).to(request.uri.resolve(new URI(location)));
            boolean isSafe = moved.origin.isEncrypted() || !request.origin.isEncrypted();
            if (!isSafe || !moved.hasSameBody()) {
                return Optional.empty();
            }
            return Optional.of(moved.origin.equals(request.origin) ? moved : moved.without(moved.method, SECRETS));
        } catch (java.net.URISyntaxException | IllegalArgumentException nowhere) {
            return Optional.empty();
        }
    }

    /** A POST becomes a GET, as browsers have it. */
    private static ClientRequest ofStatus(ClientRequest request, int status) {
        boolean becomesGet = status == 303
                ? !request.method.equals("HEAD")
                : request.method.equals("POST") && (status == 301 || status == 302);
        return becomesGet ? request.without("GET", OF_BODY) : request;
    }
}
