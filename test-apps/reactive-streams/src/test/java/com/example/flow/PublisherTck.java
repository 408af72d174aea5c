// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import dev.weft.AsyncGenerator;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The TCK's rules for publishers, on one of generators. */
public class PublisherTck extends FlowPublisherVerification<Integer> {
    private final RunningLoop running = new RunningLoop();

    /** For TestNG. */
    public PublisherTck() {
        super(TckTest.environment());
    }

    @AfterClass
    public void end() {
        running.close();
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
        return AsyncGenerator.publisher(() -> Numbers.numbers(elements), running.loop);
    }

    /** The TCK means one that fails without a request: a generator of its own only begins with that. */
    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
        return AsyncGenerator.publisher(
                () -> {
                    throw new IllegalStateException("there is no generator");
                },
                running.loop);
    }
}
