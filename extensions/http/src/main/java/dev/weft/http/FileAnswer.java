// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.URLConnection;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The answer with a file, a part of it, or the word that the client has it already (RFC 9110, 13 and 14). */
final class FileAnswer {
    /** What pages are made of and some JDK does not know. */
    private static final Map<String, String> OTHERS = Map.of(
            "mjs", "text/javascript",
            "map", "application/json",
            "wasm", "application/wasm",
            "webmanifest", "application/manifest+json",
            "woff", "font/woff",
            "woff2", "font/woff2",
            "ttf", "font/ttf",
            "ico", "image/x-icon",
            "avif", "image/avif");

    private final HttpRequest request;
    private final Path file;
    private final long size;
    private final Instant modified;
    private final String tag;

    private FileAnswer(HttpRequest request, Path file, BasicFileAttributes attributes) {
        this.request = request;
        this.file = file;
        this.size = attributes.size();
        this.modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
        this.tag =
                '"' + Long.toHexString(attributes.lastModifiedTime().toMillis()) + '-' + Long.toHexString(size) + '"';
    }

    static HttpResponse of(HttpRequest request, Path file, BasicFileAttributes attributes) {
        return new FileAnswer(request, file, attributes).answer();
    }

    private HttpResponse answer() {
        if (!isAsExpected()) {
            return described(HttpResponse.of(412));
        }
        if (isKnown()) {
            return described(HttpResponse.of(304));
        }
        Optional<ByteRange> range = request.header("range")
                .filter(text -> request.method().equals("GET")) // of which alone there are parts
                .flatMap(text -> ByteRange.parse(text, size));
        if (range.isEmpty() || !isOfSameFile()) {
            return described(HttpResponse.of(200))
                    .header("content-type", type())
                    .part(file, 0, size);
        }
        ByteRange part = range.get();
        if (part.count() == 0) {
            return HttpResponse.of(416).header("content-range", "bytes */" + size);
        }
        return described(HttpResponse.of(206))
                .header("content-type", type())
                .header("content-range", "bytes " + part.first() + '-' + (part.first() + part.count() - 1) + '/' + size)
                .part(file, part.first(), part.count());
    }

    private HttpResponse described(HttpResponse response) {
        return response.header("etag", tag)
                .header("last-modified", HttpDate.of(modified))
                .header("accept-ranges", "bytes");
    }

    private String type() {
        String name = String.valueOf(file.getFileName());
        String known = URLConnection.guessContentTypeFromName(name);
        String type = known != null
                ? known
                : OTHERS.getOrDefault(
                        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
        return type.startsWith("text/") ? type + "; charset=utf-8" : type;
    }

    private boolean isAsExpected() {
        List<String> tags = request.headers().all("if-match");
        if (!tags.isEmpty()) {
            return names(tags, false);
        }
        return request.header("if-unmodified-since")
                .flatMap(HttpDate::parse)
                .map(since -> !modified.isAfter(since))
                .orElse(true);
    }

    private boolean isKnown() {
        List<String> tags = request.headers().all("if-none-match");
        if (!tags.isEmpty()) {
            return names(tags, true);
        }
        return request.header("if-modified-since")
                .flatMap(HttpDate::parse)
                .map(since -> !modified.isAfter(since))
                .orElse(false);
    }

    /** Also by the weak tag that a compressed answer had, if it may: who goes on with a file has to have the same bytes (RFC 9110, 13.1.1). */
    private boolean names(List<String> tags, boolean mayBeWeak) {
        String all = String.join(",", tags);
        if (all.strip().equals("*")) {
            return true;
        }
        for (String each : all.split(",", -1)) {
            String named = each.strip();
            if (named.equals(tag) || (mayBeWeak && named.equals("W/" + tag))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a part is wanted of what the client has the other parts of. */
    private boolean isOfSameFile() {
        return request.header("if-range")
                .map(text -> text.equals(tag)
                        || HttpDate.parse(text).map(modified::equals).orElse(false))
                .orElse(true);
    }
}
