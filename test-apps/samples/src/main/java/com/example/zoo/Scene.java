// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import dev.weft.Task;

/** A part of the zoo: tasks that stay where they are until the zoo closes. */
public interface Scene {
    /**
     * Opens the scene, and ends when all of its tasks stand where they should.
     *
     * @param argument what follows the scene's name and {@code =}; empty without one
     */
    Task<Void> open(String argument) throws Exception;
}
