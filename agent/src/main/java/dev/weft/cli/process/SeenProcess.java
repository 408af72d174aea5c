// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.nio.file.Path;
import java.util.List;

/** A process, as it is seen from outside. */
interface SeenProcess {
    long pid();

    boolean isAlive();

    /** Returns its arguments, the program first; empty if they cannot be read. */
    List<String> commandLine();

    /**
     * Returns where it can be asked; several if several runtimes of Weft are loaded in it.
     *
     * @throws Failure if a right is missing to look there
     */
    List<Path> sockets() throws Failure;

    /** Returns why it has no socket, as far as that can be known. */
    Failure withoutSocket();

    /** Returns why it may not answer, and what else there is, as the end of a sentence. */
    String silence();

    /** Returns the right that is missing to use one of its sockets. */
    Failure refused(Path socket);
}
