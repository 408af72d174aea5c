// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.race;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Shutdown;
import dev.weft.Task;
import dev.weft.http.HttpHandler;
import dev.weft.http.HttpOptions;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import dev.weft.http.HttpServer;
import dev.weft.http.Routes;
import dev.weft.http.websocket.WebSocket;
import dev.weft.http.websocket.WebSocketException;
import dev.weft.http.websocket.WebSocketMessage;
import dev.weft.http.websocket.WebSocketOptions;
import dev.weft.net.Tcp;
import dev.weft.sync.Channel;
import dev.weft.tls.Credentials;
import dev.weft.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Has people chat in a browser: {@code /garden} is the page of a room, and {@code /garden/Ann} the WebSocket of somebody there. The arguments are
 * the port, 8080 without one, and the certificate and its key for TLS.
 */
public final class WebChat {
    static final WebSocketOptions OPTIONS = WebSocketOptions.defaults().maxMessage(2000);

    private static final int HISTORY = 20; // lines that are told to whoever comes
    private static final int BACKLOG = 100; // lines that may wait for somebody

    private record Member(WebSocket socket, Channel<String> lines) {
        /** The others wait for nobody: who does not take what is said is put out. */
        void tell(String line) {
            if (!lines.trySend(line)) {
                socket.close();
            }
        }

        @Async
        Task<Void> write() throws IOException {
            try {
                for (var line = await(lines.next()); line.isPresent(); line = await(lines.next())) {
                    await(socket.send(line.get()));
                }
            } catch (WebSocketException gone) { // which whoever listens is told, too
                return Task.done();
            }
            return Task.done();
        }
    }

    private static final class Room {
        final Map<String, Member> members = new LinkedHashMap<>();
        final Deque<String> history = new ArrayDeque<>();

        /** What a member says, or a note that is of nobody. */
        void tell(String name, String text) {
            String line = name + "\t" + text;
            history.add(line);
            if (history.size() > HISTORY) {
                history.remove();
            }
            members.values().forEach(member -> member.tell(line));
        }

        @Async
        Task<Void> listen(String name, WebSocket socket) throws IOException {
            for (var next = await(socket.receive()); next.isPresent(); next = await(socket.receive())) {
                if (next.get() instanceof WebSocketMessage.Text said
                        && !said.text().isBlank()) {
                    tell(name, said.text());
                }
            }
            return Task.done();
        }
    }

    private final Map<String, Room> rooms = new HashMap<>(); // of one loop; a room that all have left is forgotten

    @Async
    private Task<Void> visit(String place, String name, WebSocket socket) throws IOException {
        Room room = rooms.computeIfAbsent(place, any -> new Room());
        Member member = new Member(socket, Channel.bounded(BACKLOG));
        if (room.members.putIfAbsent(name, member) != null) {
            return socket.finish(4000, "Somebody here is called " + name + " already");
        }
        try {
            room.history.forEach(member::tell);
            room.tell("", name + " has come");
            return Task.of(await(race(room.listen(name, socket), member.write())));
        } finally {
            room.members.remove(name);
            room.tell("", name + " has left");
            if (room.members.isEmpty()) {
                rooms.remove(place);
            }
        }
    }

    private HttpResponse enter(HttpRequest request) {
        String name = request.variable("name");
        if (name.isBlank() || name.length() > 20 || name.chars().anyMatch(Character::isISOControl)) {
            return HttpResponse.of(404);
        }
        return WebSocket.accept(request, OPTIONS, socket -> visit(request.variable("room"), name, socket));
    }

    HttpHandler handler() throws IOException {
        HttpResponse page = HttpResponse.of(200)
                .header("content-type", "text/html; charset=utf-8")
                .header("x-content-type-options", "nosniff")
                .text(page());
        return Routes.none()
                .on("GET", "/", request -> Task.of(page))
                .on("GET", "/{room}", request -> Task.of(page))
                .on("GET", "/{room}/{name}", request -> Task.of(enter(request)));
    }

    private static String page() throws IOException {
        try (InputStream page = WebChat.class.getResourceAsStream("chat.html")) {
            return new String(page.readAllBytes(), UTF_8);
        }
    }

    @Async
    static Task<Void> serve(int port, HttpOptions options) throws IOException {
        HttpServer server = HttpServer.start(Tcp.network(), new WebChat().handler(), "127.0.0.1", port, options);
        System.out.println("Chat on 127.0.0.1:" + server.localAddress().getPort());
        await(Shutdown.begins());
        await(server.stop(Duration.ofSeconds(10)));
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        HttpOptions options = args.length < 3
                ? HttpOptions.defaults()
                : HttpOptions.defaults()
                        .tls(Tls.server(Credentials.none()
                                .key(Path.of(args[1]), Path.of(args[2]))
                                .context()));
        run(serve(args.length > 0 ? Integer.parseInt(args[0]) : 8080, options));
    }
}
