// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.spi.Reports;

/** Tells an observer. What that throws is logged, and changes nothing. */
final class Observing {
    private Observing() {}

    static void tell(HttpObserver observer, Served served) {
        try {
            observer.served(served);
        } catch (Throwable failed) {
            failed(served, failed);
        }
    }

    static void tell(HttpObserver observer, Refused refused) {
        try {
            observer.refused(refused);
        } catch (Throwable failed) {
            failed(refused, failed);
        }
    }

    private static void failed(Object told, Throwable failed) {
        Reports.warning("The observer of an HTTP server failed at " + told, failed);
    }
}
