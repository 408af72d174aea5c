// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty that calls its handlers in virtual threads, with one acceptor and one selector. Needs JDK 21. */
public final class JettyHello extends Handler.Abstract {
    private static final ByteBuffer TEXT = ByteBuffer.wrap(Hello.TEXT.getBytes(US_ASCII));

    private JettyHello() {
        super(InvocationType.BLOCKING); // so that it is called in a thread of its own
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        response.write(true, TEXT.slice(), callback);
        return true;
    }

    /** Runs the server. */
    public static void main(String[] args) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(Hello.HOST);
        connector.setPort(Integer.parseInt(args[0]));
        connector.setAcceptQueueSize(Hello.BACKLOG);
        server.addConnector(connector);
        server.setHandler(new JettyHello());
        server.start();
        Hello.sayReady();
    }
}
