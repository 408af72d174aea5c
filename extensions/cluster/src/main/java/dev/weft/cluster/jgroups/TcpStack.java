// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.protocols.AUTH;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/** The protocols over TCP, as JGroups recommends them where there is no multicast. */
final class TcpStack {
    /** How many signs of life fit into the silence that is allowed. */
    private static final int BEATS = 4;

    private static final long VERIFY_MILLIS = 1000;

    /** How long to look for others where nobody listens, and where somebody does, who may be slow to answer. */
    private static final long ALONE_MILLIS = 500;

    private static final long JOIN_MILLIS = 5000;
    private static final long MERGE_MIN_MILLIS = 1000;
    private static final long MERGE_MAX_MILLIS = 4000;

    /** How many bytes may be on their way to a member that has not said that it took them. */
    private static final long CREDITS = 2_000_000;

    /** How many places are remembered where others were. They are asked again and again, each by a thread, whoever is there by now. */
    private static final int REMEMBERED = 50;

    private TcpStack() {}

    static List<Protocol> of(TcpOptions options) throws Exception {
        List<Protocol> stack = new ArrayList<>();
        stack.add(transport(options));
        // A contact says where all others are: the one that lets a node in is often another one.
        stack.add(new TCPPING()
                .<TCPPING>setInitialHosts(contacts(options))
                .setPortRange(0)
                .returnEntireCache(true)
                .setValue("max_dynamic_hosts", REMEMBERED));
        stack.add(new MERGE3().setMinInterval(MERGE_MIN_MILLIS).setMaxInterval(MERGE_MAX_MILLIS));
        // Without an address it would listen on all of them, also on those that plain text is refused on.
        stack.add(new FD_SOCK2().setBindAddress(options.host()).setPortRange(0));
        stack.add(new FD_ALL3()
                .setTimeout(options.silence().toMillis())
                .setInterval(Math.max(1, options.silence().toMillis() / BEATS)));
        stack.add(new VERIFY_SUSPECT2().setTimeout(VERIFY_MILLIS));
        stack.add(new NAKACK2().useMcastXmit(false));
        stack.add(new UNICAST3());
        stack.add(new STABLE());
        String token = options.token();
        // Also without a token: who has one is then refused at once, and is in no view meanwhile, where others would
        // wait for it.
        stack.add(new AUTH().setAuthToken(token == null ? new Token() : new Token(token)));
        long patience = new Lonely(options).isSomebodyThere() ? JOIN_MILLIS : ALONE_MILLIS;
        stack.add(new GMS().printLocalAddress(false).setJoinTimeout(patience));
        stack.add(new MFC().setMaxCredits(CREDITS));
        stack.add(new UFC().setMaxCredits(CREDITS));
        stack.add(new FRAG2());
        return stack;
    }

    private static TCP transport(TcpOptions options) throws Exception {
        TCP tcp = new TCP();
        tcp.setBindAddr(options.host());
        tcp.setBindPort(options.port());
        tcp.setPortRange(0);
        tcp.tcpNodelay(true); // JGroups leaves it off, and what is asked waits for acknowledgements now and then
        tcp.setBundler(new Senders());
        tcp.setDiagnosticsHandler(tcp.createDiagnosticsHandler().setEnabled(false));
        if (options.tls() != null) {
            tcp.tls(new TLS().enabled(true).setSSLContext(options.tls()).setClientAuth(TLSClientAuth.NEED));
        }
        return tcp;
    }

    private static List<InetSocketAddress> contacts(TcpOptions options) {
        List<InetSocketAddress> all = new ArrayList<>(options.contacts());
        InetSocketAddress own = new InetSocketAddress(options.host(), options.port());
        if (!all.contains(own)) {
            all.add(own);
        }
        return all;
    }
}
