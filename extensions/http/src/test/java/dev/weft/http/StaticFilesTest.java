// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Files of a folder, with ranges and conditions (RFC 9110, 13 and 14). */
class StaticFilesTest extends SiteTest {
    private static final String MODIFIED = "Sat, 28 Nov 2026 06:00:00 GMT";

    @TempDir
    static Path outside;

    static Path folder;

    private static final String[][] TYPES = {
        {"a.css", "text/css; charset=utf-8"},
        {"a.mjs", "text/javascript; charset=utf-8"},
        {"a.WASM", "application/wasm"},
        {"a.woff2", "font/woff2"},
        {"a.png", "image/png"},
        {"a.b", "application/octet-stream"},
    };

    @BeforeAll
    static void write() throws IOException {
        folder = Files.createDirectory(outside.resolve("www"));
        Files.writeString(folder.resolve("digits.txt"), "0123456789");
        Files.setLastModifiedTime(
                folder.resolve("digits.txt"), FileTime.from(Instant.parse("2026-11-28T06:00:00.123Z")));
        Files.writeString(folder.resolve("a b.html"), "<p>");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/index.html"), "index");
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
        Files.createFile(folder.resolve("empty"));
        for (String[] type : TYPES) {
            Files.writeString(folder.resolve(type[0]), "a");
        }
    }

    private static Site site() throws IOException {
        return new Site(Routes.none().on("GET", "/f/{file...}", StaticFiles.of(folder)));
    }

    @Async
    private static Task<String> get(Site site, String path, String fields) throws IOException {
        return Task.of(await(site.ask("GET " + path + " HTTP/1.0\r\n" + fields + "\r\n")));
    }

    private static String statusOf(String got) {
        return got.substring(9, 12);
    }

    private static String bodyOf(String got) {
        return got.substring(got.indexOf("\r\n\r\n") + 4);
    }

    @AsyncTest(seeds = 2)
    void answersWithFilesAndNothingElse() throws Exception {
        try (Site site = site()) {
            String got = await(get(site, "/f/digits.txt", ""));
            assertEquals("0123456789", bodyOf(got));
            assertTrue(got.contains("content-type: text/plain; charset=utf-8\r\n"), got);
            assertTrue(got.contains("last-modified: " + MODIFIED + "\r\n"), got);
            assertTrue(got.contains("accept-ranges: bytes\r\n"), got);
            assertEquals("<p>", bodyOf(await(get(site, "/f/a%20b.html", ""))));
            assertEquals("index", bodyOf(await(get(site, "/f/sub/", ""))));
            assertEquals("", bodyOf(await(get(site, "/f/empty", ""))));
            for (String hidden : List.of(
                    "link",
                    "..%2Fsecret",
                    "../secret",
                    "sub/../../secret",
                    "none",
                    "digits.txt/x",
                    "digits.txt/",
                    "%00",
                    "",
                    "%2Fetc%2Fpasswd")) {
                String refused = await(get(site, "/f/" + hidden, ""));
                assertEquals("404", statusOf(refused), hidden);
                assertFalse(refused.contains("secret\n"));
            }
        }
    }

    /** The links of the page begin in the folder. */
    @AsyncTest
    void leadsFromAFolderToTheSlashBehindIt() throws Exception {
        try (Site site = site()) {
            String got = await(get(site, "/f/sub", ""));
            assertEquals("301", statusOf(got));
            assertTrue(got.contains("location: ./sub/\r\n"), got);
            assertTrue(await(get(site, "/f/s%75b?a=1", "")).contains("location: ./s%75b/?a=1\r\n"));
        }
    }

    @AsyncTest
    void knowsTheTypesOfWhatPagesAreMadeOf() throws Exception {
        try (Site site = site()) {
            for (String[] type : TYPES) {
                String got = await(get(site, "/f/" + type[0], ""));
                assertTrue(got.contains("content-type: " + type[1] + "\r\n"), got);
            }
        }
    }

    @AsyncTest(seeds = 2)
    void answersWithTheRangeThatIsAskedFor() throws Exception {
        try (Site site = site()) {
            String[][] ranges = {
                {"bytes=0-3", "206", "0123", "bytes 0-3/10"},
                {"bytes=8-", "206", "89", "bytes 8-9/10"},
                {"bytes=8-100", "206", "89", "bytes 8-9/10"},
                {"bytes=-3", "206", "789", "bytes 7-9/10"},
                {"bytes=-99", "206", "0123456789", "bytes 0-9/10"},
                {"BYTES=9-9", "206", "9", "bytes 9-9/10"},
                {"bytes=10-", "416", "", "bytes */10"},
                {"bytes=-0", "416", "", "bytes */10"},
                {"bytes=5-4", "200", "0123456789", null},
                {"bytes=0-1,3-4", "200", "0123456789", null},
                {"lines=1-2", "200", "0123456789", null},
                {"bytes=99999999999999999999-", "200", "0123456789", null},
            };
            for (String[] range : ranges) {
                String got = await(get(site, "/f/digits.txt", "Range: " + range[0] + "\r\n"));
                assertEquals(range[1] + range[2], statusOf(got) + bodyOf(got), range[0]);
                assertEquals(range[3] != null, got.contains("content-range: " + range[3] + "\r\n"), range[0]);
            }
        }
    }

    @AsyncTest(seeds = 2)
    void answersToConditionsByDateAndByTag() throws Exception {
        try (Site site = site()) {
            String whole = await(get(site, "/f/digits.txt", ""));
            String tag = whole.substring(whole.indexOf("etag: ") + 6, whole.indexOf("\r\n", whole.indexOf("etag: ")));
            String late = "Sat, 28 Nov 2026 07:00:00 GMT";
            String early = "Sat, 28 Nov 2026 05:00:00 GMT";
            String[][] conditions = {
                {"If-None-Match: " + tag, "304"},
                {"If-None-Match: \"x\", W/" + tag, "304"},
                {"If-None-Match: *", "304"},
                {"If-None-Match: \"x\"\r\nIf-None-Match: " + tag, "304"},
                {"If-None-Match: \"x\"\r\nIf-Modified-Since: " + late, "200"},
                {"If-Modified-Since: " + MODIFIED, "304"},
                {"If-Modified-Since: " + early, "200"},
                {"If-Modified-Since: yesterday", "200"},
                {"If-Match: " + tag, "200"},
                {"If-Match: \"x\"", "412"},
                {"If-Match: \"x\"\r\nIf-Match: " + tag, "200"},
                {"If-Match: W/" + tag, "412"},
                {"If-Unmodified-Since: " + early, "412"},
                {"If-Unmodified-Since: " + late, "200"},
                {"Range: bytes=0-0\r\nIf-Range: " + tag, "206"},
                {"Range: bytes=0-0\r\nIf-Range: \"x\"", "200"},
                {"Range: bytes=0-0\r\nIf-Range: " + MODIFIED, "206"},
                {"Range: bytes=0-0\r\nIf-Range: " + early, "200"},
            };
            for (String[] condition : conditions) {
                assertEquals(
                        condition[1], statusOf(await(get(site, "/f/digits.txt", condition[0] + "\r\n"))), condition[0]);
            }
        }
    }

    @AsyncTest(seeds = 1)
    void tellsHeadTheLengthAndReadsNoFile() throws Exception {
        try (Site site = site()) {
            String got = await(site.ask("HEAD /f/digits.txt HTTP/1.0\r\n\r\n"));
            assertTrue(got.contains("content-length: 10\r\n"), got);
            assertEquals("", bodyOf(got));
            assertEquals("405", statusOf(await(site.ask("PUT /f/digits.txt HTTP/1.0\r\n\r\n"))));
        }
    }
}
