// SPDX-License-Identifier: Apache-2.0
/** Has what Micrometer's context propagation knows follow tasks */
module dev.weft.micrometer.context {
    requires dev.weft;
    requires context.propagation;
    requires static org.jspecify;

    exports dev.weft.micrometer.context;

    provides dev.weft.spi.ContextCarrier with
            dev.weft.micrometer.context.MicrometerCarrier;
}
