// SPDX-License-Identifier: Apache-2.0
/** Has OpenTelemetry's context follow tasks */
module dev.weft.opentelemetry.context {
    requires dev.weft;
    requires io.opentelemetry.context;
    requires static org.jspecify;

    exports dev.weft.opentelemetry.context;

    provides dev.weft.spi.ContextCarrier with
            dev.weft.opentelemetry.context.OpenTelemetryCarrier;
}
