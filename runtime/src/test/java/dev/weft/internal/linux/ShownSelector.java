// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.nio.channels.Selector;

/** A program that prints by which selector loops wait, and ends when that was logged. */
final class ShownSelector {
    private ShownSelector() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (Selector selector = Backend.open()) {
            System.out.println(selector.getClass().getSimpleName());
        }
        Thread[] running = new Thread[Thread.activeCount() + 10];
        for (int i = Thread.enumerate(running) - 1; i >= 0; i--) {
            if (running[i].getName().equals("weft-backend")) {
                running[i].join();
            }
        }
    }
}
