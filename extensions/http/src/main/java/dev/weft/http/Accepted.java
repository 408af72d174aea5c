// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.Locale;

/** Which codings of content a client takes (RFC 9110, 12.5.3). */
final class Accepted {
    private final String codings;

    private Accepted(String codings) {
        this.codings = codings;
    }

    static Accepted of(HttpHeaders headers) {
        return new Accepted(String.join(",", headers.all("accept-encoding")).toLowerCase(Locale.ROOT));
    }

    /** Whether the client says so, by its name or by a star, with a weight that is not 0. */
    boolean takes(String coding) {
        boolean isByStar = false;
        for (String each : codings.split(",", -1)) {
            String[] parts = each.split(";", -1);
            String name = parts[0].strip();
            if (name.equals(coding)) {
                return weight(parts) > 0;
            }
            isByStar |= name.equals("*") && weight(parts) > 0;
        }
        return isByStar;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("q=")) {
                try {
                    return Double.parseDouble(part.substring(2).strip());
                } catch (NumberFormatException wrong) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
