// SPDX-License-Identifier: Apache-2.0
/** Has SLF4J's MDC follow tasks */
module dev.weft.mdc {
    requires dev.weft;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.weft.mdc;

    provides dev.weft.spi.ContextCarrier with
            dev.weft.mdc.MdcCarrier;
}
