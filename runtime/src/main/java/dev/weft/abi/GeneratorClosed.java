// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * What a closed generator goes on with, so that its finally blocks run. Neither an exception nor an error, so that no handler that means
 * those catches it.
 */
public final class GeneratorClosed extends Throwable {
    private static final long serialVersionUID = 1;

    GeneratorClosed() {
        super("The generator was closed", null, true, false);
    }
}
