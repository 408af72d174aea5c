// SPDX-License-Identifier: Apache-2.0
/** Event loops as meters of Micrometer */
module dev.weft.micrometer {
    requires dev.weft;
    requires micrometer.core;
    requires static org.jspecify;

    exports dev.weft.micrometer;
}
