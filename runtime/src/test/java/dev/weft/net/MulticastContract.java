// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static dev.weft.net.Datagrams.addressOf;
import static dev.weft.net.Datagrams.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.ScheduledTask;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Groups, on a real interface, where there is one, and on a network in memory, as Netty's DatagramMulticastTest: what is sent to a group is
 * received by who has joined it, and not any more by who has left.
 */
@Timeout(60) // what a broken loop would wait for never comes
abstract class MulticastContract {
    @RegisterExtension
    final Datagrams net;

    private final DatagramEndpoint member;
    private final DatagramEndpoint sender;
    private final NetworkInterface on;
    private final InetAddress source;

    /** Over an interface, to which a network in memory pays no attention. */
    MulticastContract(Datagrams.Over over, NetworkInterface on) {
        net = new Datagrams(over);
        this.on = on;
        String ours = over == Datagrams.Over.UDP ? ipv4(on).getHostAddress() : "127.0.0.1";
        member = net.kept(net.call(() -> net.network.openEndpoint("0.0.0.0", 0)));
        sender = net.kept(
                net.call(() -> net.network.openEndpoint(ours, 0).setOption(StandardSocketOptions.IP_MULTICAST_IF, on)));
        source = addressOf(sender).getAddress();
    }

    static InetAddress ipv4(NetworkInterface of) {
        return of.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    /** Groups of this port alone: Linux gives a socket that is in no group what others of the host have joined. */
    private InetAddress group(int number) throws IOException {
        int port = addressOf(member).getPort();
        return InetAddress.getByAddress(new byte[] {(byte) 239, (byte) (70 + number), (byte) (port >> 8), (byte) port});
    }

    private InetSocketAddress groupOf(int number) throws IOException {
        return new InetSocketAddress(group(number), addressOf(member).getPort());
    }

    private void send(int group, int number) throws IOException {
        net.run(sender.send(bytes(number), groupOf(group)));
    }

    private void assertReceived(int... numbers) throws IOException {
        for (int number : numbers) {
            assertArrayEquals(bytes(number), net.run(member.receive()).payload());
        }
    }

    @Test
    void isReceivedByWhoHasJoined() throws IOException {
        Membership all = net.call(() -> member.join(group(1), on));
        assertEquals(group(1), all.group());
        send(1, 1);
        assertReceived(1);
        assertThrows(IllegalStateException.class, () -> net.call(() -> member.join(group(1), on, source)));
        net.call(() -> {
            all.block(source);
            return "";
        });
        send(1, 2);
        net.call(() -> {
            all.unblock(source);
            assertThrows(IllegalStateException.class, () -> all.unblock(source));
            return "";
        });
        send(1, 3);
        assertReceived(3);
        net.call(() -> {
            all.leave();
            all.close();
            assertThrows(IllegalStateException.class, () -> all.block(source));
            return "";
        });
        send(1, 4);
        net.call(() -> member.join(group(1), on));
        send(1, 5);
        assertReceived(5);
    }

    @Test
    void isReceivedUntilAllWhoHaveJoinedHaveLeft() throws IOException {
        Membership one = net.call(() -> member.join(group(5), on));
        Membership other = net.call(() -> member.join(group(5), on));
        net.call(() -> {
            one.leave();
            one.leave(); // twice is once
            assertThrows(IllegalStateException.class, () -> one.block(source));
            return "";
        });
        send(5, 1);
        assertReceived(1);
        net.call(() -> {
            other.block(source);
            other.unblock(source);
            other.leave();
            return "";
        });
        send(5, 2);
        Membership again = net.call(() -> member.join(group(5), on));
        send(5, 3);
        assertReceived(3);
        net.call(() -> {
            other.leave();
            return "";
        });
        send(5, 4);
        assertReceived(4);
        net.close(again);
    }

    @Test
    void isReceivedFromTheSourceThatWasNamed() throws IOException {
        InetAddress another = InetAddress.getByName("198.51.100.7");
        Membership its = net.call(() -> member.join(group(2), on, another));
        send(2, 1);
        Membership ours = net.call(() -> member.join(group(2), on, source));
        send(2, 2);
        assertReceived(2);
        assertThrows(
                IllegalStateException.class,
                () -> net.call(() -> {
                    ours.block(source);
                    return "";
                }));
        assertThrows(IllegalStateException.class, () -> net.call(() -> member.join(group(2), on)));
        net.call(() -> {
            its.leave();
            return "";
        });
        send(2, 3);
        assertReceived(3);
    }

    @Test
    void isNotReceivedOnTheSameHostIfThatIsSaid() throws IOException {
        net.call(() -> {
            member.join(group(3));
            return sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false)
                    .setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
        });
        ScheduledTask<Datagram> receiving = net.start(member.receive());
        send(3, 1);
        net.call(() -> sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
        send(3, 2);
        assertArrayEquals(bytes(2), net.run(receiving).payload());
    }

    @Test
    void whatIsNoGroupIsRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> net.call(() -> member.join(source, on)));
        assertThrows(IllegalArgumentException.class, () -> net.call(() -> member.join(group(4), on, group(1))));
        net.close(member);
        assertThrows(IOException.class, () -> net.call(() -> member.join(group(4), on)));
    }
}
