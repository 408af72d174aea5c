// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A table of handlers by path and method; it is a handler itself. Immutable: what adds a route makes another one. Any thread. No argument may be
 * null.
 *
 * <pre>{@code
 * HttpHandler shop = Routes.none()
 *         .on("GET", "/orders/{id}", Shop::order)
 *         .on("POST", "/orders", Shop::add)
 *         .on("GET", "/pictures/{file...}", Shop::picture);
 * }</pre>
 *
 * <p>A pattern is compared part by part. {@code {id}} takes one part, and {@code {file...}} at the end all that are left, of which there is at
 * least one; {@link HttpRequest#variable} gives them without their escapes. Of several patterns that fit, the one with a literal where others
 * have a variable is taken, the first difference from the left. {@code HEAD} goes to the handler of {@code GET}, if there is none for it. A path
 * that no pattern fits is answered with 404, and one whose patterns have not the method with 405.
 */
public final class Routes implements HttpHandler {
    private static final Routes NONE = new Routes(List.of());

    private final List<Route> routes;

    private record Route(String method, RoutePattern pattern, HttpHandler handler) {}

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    /**
     * Returns a table without a route.
     *
     * @return the table
     */
    public static Routes none() {
        return NONE;
    }

    /**
     * Adds a route.
     *
     * @param method such as {@code GET}; {@code *} for all that have no route of their own
     * @param pattern begins with a slash
     * @param handler answers its requests
     * @return the other table
     * @throws IllegalArgumentException if that is no method or no pattern, or if there is a route for the same already
     */
    public Routes on(String method, String pattern, HttpHandler handler) {
        if (!method.equals("*") && !FieldSyntax.isToken(method)) {
            throw new IllegalArgumentException("\"" + method + "\" is no method");
        }
        Route added = new Route(method, RoutePattern.parse(pattern), Objects.requireNonNull(handler, "handler"));
        for (Route route : routes) {
            if (route.method.equals(method) && route.pattern.fitsTheSameAs(added.pattern)) {
                throw new IllegalArgumentException(
                        method + " " + pattern + ": there is " + route.method + " " + route.pattern + " already");
            }
        }
        List<Route> more = new ArrayList<>(routes);
        more.add(added);
        more.sort(Comparator.comparing(Route::pattern));
        return new Routes(List.copyOf(more));
    }

    @Override
    public Task<HttpResponse> handle(HttpRequest request) throws Exception {
        if (!request.path().startsWith("/")) { // of OPTIONS *
            return Task.of(HttpResponse.of(404));
        }
        String[] parts = RoutePattern.partsOf(request.path());
        Route found = find(request.method(), parts);
        if (found == null && request.method().equals("HEAD")) {
            found = find("GET", parts);
        }
        if (found == null) {
            found = find("*", parts);
        }
        if (found == null) {
            return Task.of(without(parts));
        }
        return found.handler.handle(request.with(found.pattern.variablesOf(parts)));
    }

    private @org.jspecify.annotations.Nullable Route find(String method, String[] parts) {
        for (Route route : routes) {
            if (route.method.equals(method) && route.pattern.fits(parts)) {
                return route;
            }
        }
        return null;
    }

    private HttpResponse without(String[] parts) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.pattern.fits(parts)) {
                methods.add(route.method);
            }
        }
        if (methods.isEmpty()) {
            return HttpResponse.of(404);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return HttpResponse.of(405).header("allow", String.join(", ", methods));
    }

    /** The routes, a line for each, in the order in which they are looked at. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        routes.forEach(route ->
                text.append(route.method).append(' ').append(route.pattern).append('\n'));
        return text.toString();
    }
}
