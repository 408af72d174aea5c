// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.cluster;

import java.util.concurrent.CompletionStage;

/** The node that asks, on some engine. */
interface Asker {
    /** What is asked, and answered with the same. */
    String TEXT =
            "a text of one hundred characters, as a small request or answer may have; it is the same for all of them";

    /** How long a request may take, where the engine wants to be told. */
    int LIMIT_SECONDS = 30;

    /** Has so many ask one after the other, until {@link #stop}. Any thread. */
    void start(int atOnce);

    /** Has those who ask end with the answer that they wait for. Any thread. */
    void stop();

    /** How many answers have come. Any thread. */
    long answered();

    /** Asks for what is never answered. Any thread. */
    CompletionStage<?> hang();
}
