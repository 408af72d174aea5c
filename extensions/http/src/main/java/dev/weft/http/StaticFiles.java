// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers with the files of a folder: a handler for a {@linkplain Routes route} whose last part is the variable {@code {file...}}. Answers
 * {@code GET} and {@code HEAD}, ranges, and conditions by date and by entity tag; a folder is answered with its {@code index.html},
 * behind a redirect where the path does not end with a slash, since the links of a page begin there. Texts are taken for UTF-8. What lies
 * outside of the folder, also by a symbolic link, and what is no regular file is not found. The disk is waited for by threads of the pool of
 * {@link dev.weft.Weft#blocking}, and a plain connection gets the bytes from the system itself ({@code sendfile}).
 *
 * <pre>{@code
 * Routes.none().on("GET", "/static/{file...}", StaticFiles.of(Path.of("www")))
 * }</pre>
 */
public final class StaticFiles implements HttpHandler {
    private final Path folder;

    private StaticFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a handler.
     *
     * @param folder where the files are; not null
     * @return the handler
     */
    public static StaticFiles of(Path folder) {
        return new StaticFiles(Objects.requireNonNull(folder, "folder"));
    }

    /** A file, and what was so when it was looked at. */
    private record Found(Path file, BasicFileAttributes attributes, boolean isIndex) {}

    @Override
    @Async
    public Task<HttpResponse> handle(HttpRequest request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Task.of(HttpResponse.of(405).header("allow", "GET, HEAD"));
        }
        String name = request.variable("file");
        Optional<Found> found = await(blocking(() -> find(name)));
        return Task.of(found.map(each -> answer(request, each)).orElseGet(() -> HttpResponse.of(404)));
    }

    private static HttpResponse answer(HttpRequest request, Found found) {
        boolean isFolder = request.path().endsWith("/");
        if (found.isIndex == isFolder) {
            return FileAnswer.of(request, found.file, found.attributes);
        }
        return isFolder ? HttpResponse.of(404) : HttpResponse.of(301).header("location", withSlash(request));
    }

    /** Relative to the folder above, so that it leads nowhere else, whatever the path is. */
    private static String withSlash(HttpRequest request) {
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        return "./" + last + '/' + (request.query().isEmpty() ? "" : '?' + request.query());
    }

    private Optional<Found> find(String name) throws IOException {
        try {
            Path root = folder.toRealPath();
            if (!Files.exists(root.resolve(name))) { // also what lies below a file, or has too long a name
                return Optional.empty();
            }
            Path file = root.resolve(name).toRealPath();
            boolean isFolder = Files.isDirectory(file);
            if (isFolder) {
                file = file.resolve("index.html").toRealPath();
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean isServed = file.startsWith(root) && attributes.isRegularFile();
            return isServed ? Optional.of(new Found(file, attributes, isFolder)) : Optional.empty();
        } catch (NoSuchFileException | InvalidPathException notThere) {
            return Optional.empty();
        }
    }
}
