// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The JDK's resolver, which has a cache of its own. */
enum SystemResolver implements NameResolver {
    SYSTEM;

    @Override
    public List<InetAddress> addressesOf(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
