// SPDX-License-Identifier: Apache-2.0
/** Requests between the nodes of a cluster: see {@link dev.weft.cluster}. */
module dev.weft.cluster {
    requires transitive dev.weft;
    requires org.jgroups;
    requires static org.jspecify;

    exports dev.weft.cluster;
    exports dev.weft.cluster.jgroups;
    exports dev.weft.cluster.testing;
    exports dev.weft.cluster.transport;
}
