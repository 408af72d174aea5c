// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

/** A transport that may write bytes after the call that has brought them, with those of others. Loop thread only. */
public interface WritesLater {
    /**
     * Says that whoever writes next waits, unless all is taken, and then writes what is left again; and that nothing is lost if the write is
     * given up before. So the transport may take nothing, and keep a copy that it writes before it says that it is ready.
     */
    void nextWriteWaits();
}
