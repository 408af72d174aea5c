// SPDX-License-Identifier: Apache-2.0
/** Has JUnit run async test methods, in virtual time and under seeds. */
module dev.weft.junit {
    requires transitive dev.weft;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.engine;
    requires static org.jspecify;

    exports dev.weft.junit;

    opens dev.weft.junit to
            org.junit.platform.commons;

    provides org.junit.platform.engine.TestEngine with
            dev.weft.junit.UnwovenTests;
}
