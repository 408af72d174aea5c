// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import org.jspecify.annotations.Nullable;

/** A request as it travels. */
final class Request {
    /** The time that is left of a request without a deadline. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    /** Counts what one node has sent, so that what comes twice is seen. */
    final long number;

    /** Which of the flights of a lane it belongs to; 0 for a service. */
    final long flight;

    final long nanosLeft;
    final String codec;

    /** The name of a service, or of a kind of entities. */
    final String service;

    /** Which entity; null for a service. */
    final @Nullable String entity;

    /** Null for a null. */
    final byte @Nullable [] payload;

    Request(
            long number,
            long flight,
            long nanosLeft,
            String codec,
            String service,
            @Nullable String entity,
            byte @Nullable [] payload) {
        this.number = number;
        this.flight = flight;
        this.nanosLeft = nanosLeft;
        this.codec = codec;
        this.service = service;
        this.entity = entity;
        this.payload = payload;
    }

    /** What is asked of whom, for people. */
    static String title(String service, @Nullable String entity) {
        return entity == null ? service : service + ' ' + entity;
    }

    @Override
    public String toString() {
        return title(service, entity);
    }
}
