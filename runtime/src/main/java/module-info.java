// SPDX-License-Identifier: Apache-2.0
/** What user code and woven code link against: tasks, the event loop, and sockets to await. */
module dev.weft {
    requires static java.management;
    requires static jdk.jfr;
    requires static org.jspecify;

    uses dev.weft.spi.ContextCarrier;
    uses System.LoggerFinder;

    exports dev.weft;
    exports dev.weft.abi;
    exports dev.weft.debug;
    exports dev.weft.file;
    exports dev.weft.io;
    exports dev.weft.net;
    exports dev.weft.process;
    exports dev.weft.spi;
    exports dev.weft.sync;
    exports dev.weft.testing;
    exports dev.weft.tls;
}
