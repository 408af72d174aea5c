// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.concurrent.CountDownLatch;

/** Code of a user that blocks the thread. */
public final class Blocking {
    private Blocking() {}

    public static Object forEver() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }
}
