// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import org.jgroups.Address;

/**
 * What is to be sent to a member.
 *
 * @param to the member
 * @param length the bytes of the payload, for flow control
 * @param sending sends it; may block where there is no credit for it
 * @param gone is called in its place if the member goes before
 */
record Outgoing(Address to, int length, Runnable sending, Runnable gone) {}
