// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import static dev.weft.hprof.WaitForm.form;

import java.util.List;

/** The part of the {@link WaitForms} for what comes from outside: reads, writes, connections, servers. */
final class EndpointForms {
    private static final String READ_OR_WRITE = "{bit=1?read:write}";
    private static final String TCP = "duplex(dev.weft.io.StreamDuplex).transport(dev.weft.net.TcpTransport)";
    private static final String ADDRESSES = "{" + TCP + ".local}->{" + TCP + ".peer}";
    private static final String PEER = "{" + TCP + ".peer}";
    private static final String TLS = "duplex(dev.weft.io.StreamDuplex).transport(dev.weft.tls.TlsTransport)";
    private static final String OTHER = "{duplex(dev.weft.io.StreamDuplex).transport}";
    private static final String UDP = "duplex(dev.weft.net.DatagramDuplex).transport(dev.weft.net.UdpTransport)";
    private static final String HANDSHAKE = "awaited(dev.weft.tls.Handshake).transport";
    private static final String LISTENER = "server {this$0.server(dev.weft.net.TcpListener).address}";
    private static final String SERVER =
            "server {this$0.server(dev.weft.net.Server).listener(dev.weft.net.TcpListener).address}";

    static final List<WaitForm> ALL = List.of(
            writer(),
            operation("Peek"),
            operation("ReadAll"),
            operation("ReadDelimited"),
            operation("ReadExactly"),
            operation("ReadInto"),
            operation("ReadLine"),
            operation("ReadPrefixed"),
            operation("ReadSome"),
            operation("ReadUntil"),
            operation("SendFile"),
            operation("Write"),
            operation("WriteAll"),
            operation("WriteSome"),
            datagrams("Receive", "receive"),
            datagrams("ReceiveInto", "receive"),
            datagrams("ReceiveMany", "receive"),
            datagrams("Send", "send"),
            datagrams("SendMany", "send"),
            form("dev.weft.net.Resolution", "{method}", "{target}"),
            form("dev.weft.net.Connect", "connect", "{target}"),
            form("dev.weft.net.Waits$Wait", "{this$0.kind}", SERVER, LISTENER, "{this$0.server}"),
            form(
                    "dev.weft.net.Stopping",
                    "stop",
                    "server {server.listener(dev.weft.net.TcpListener).address}, cancelled after {grace}",
                    "{server}, cancelled after {grace}"),
            form("dev.weft.tls.Handshake", "tls handshake", named("transport"), unnamed("transport"), "{plain}")
                    .ownedBy(peer("transport")),
            form(
                    "dev.weft.tls.TlsConnect",
                    "{isPlain?connect:tls handshake}",
                    "{awaited(dev.weft.net.Connect).target}",
                    named(HANDSHAKE),
                    unnamed(HANDSHAKE),
                    "{awaited}"),
            form("dev.weft.io.Readying$Wait", "{this$0.kind}", "{this$0.home.channel}"),
            form("dev.weft.net.GroupWait", "{kind}", "{server}, cancelled after {grace}", "{server}"),
            form("dev.weft.internal.GroupLoop$End", "end", "of {this$0.group}"),
            form("dev.weft.internal.ShutdownWait", "shutdown", "of the JVM"),
            form("dev.weft.testing.MemoryConnect", "connect", "{from.name}->{target}"),
            form("dev.weft.testing.Pause", "pause"));

    private EndpointForms() {}

    private static WaitForm operation(String type) {
        return form("dev.weft.io." + type, READ_OR_WRITE, ADDRESSES, named(TLS), unnamed(TLS), OTHER)
                .ownedBy(PEER);
    }

    private static WaitForm writer() {
        return form("dev.weft.io.Drained", "write", ADDRESSES, named(TLS), unnamed(TLS), OTHER)
                .ownedBy(PEER);
    }

    /** The transport of TCP under one of TLS. */
    private static String under(String transport) {
        return transport + ".inner(dev.weft.io.HandedOver).transport(dev.weft.net.TcpTransport)";
    }

    private static String peer(String transport) {
        return "{" + under(transport) + ".peer}";
    }

    private static String unnamed(String transport) {
        return "{" + under(transport) + ".local}->" + peer(transport) + " (tls)";
    }

    private static String named(String transport) {
        return "{" + under(transport) + ".local}->" + peer(transport) + " (tls {" + transport + ".serverName})";
    }

    private static WaitForm datagrams(String type, String kind) {
        return form(
                        "dev.weft.net." + type,
                        kind,
                        "{" + UDP + ".local}->{" + UDP + ".peer}",
                        "{" + UDP + ".local}",
                        "{duplex(dev.weft.net.DatagramDuplex).transport}")
                .ownedBy("{" + UDP + ".peer}");
    }
}
