// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Who knows the addresses of names. It may block: a thread of a pool asks, and never that of a loop. Questions for one name that is being
 * asked for are put once.
 */
@FunctionalInterface
public interface NameResolver {
    /**
     * Returns the addresses of a host. Called on several threads, also at the same time.
     *
     * @param host the name, not null; never an address in numbers
     * @return the addresses, the best first; not null, and none of them null
     * @throws UnknownHostException if there is no such host
     */
    List<InetAddress> addressesOf(String host) throws UnknownHostException;

    /**
     * Returns the JDK's, which asks the system. It keeps what it was told: 30 seconds, and 10 that there is no such host, unless {@code
     * networkaddress.cache.ttl} and {@code networkaddress.cache.negative.ttl} of the JDK's security properties say otherwise.
     *
     * @return always the same
     */
    static NameResolver system() {
        return SystemResolver.SYSTEM;
    }
}
