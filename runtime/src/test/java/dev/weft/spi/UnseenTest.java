// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What counts as a failure of an end that somebody has asked for. */
class UnseenTest {
    private final CancellationException end = new CancellationException("cancelled by close()");
    private final IOException failure = new IOException("flush");

    @Test
    void whateverIsNoCancellationHasFailed() {
        failure.addSuppressed(end);
        assertEquals(List.of(failure), Unseen.failuresIn(failure));
    }

    @Test
    void aCancellationHasFailedInWhatItSuppressesButForWhatGoesAlong() {
        end.addSuppressed(failure);
        Unseen.goesAlong(end, new IOException("late"));
        assertEquals(List.of(failure), Unseen.failuresIn(end));
    }

    @Test
    void aCancellationThatNobodyHasAskedForIsAFailureWhereItIsSuppressed() {
        CancellationException ofOthers = new CancellationException();
        end.addSuppressed(ofOthers);
        assertEquals(List.of(ofOthers), Unseen.failuresIn(end));
    }

    @Test
    void theSameRequestAndAFurtherOneAreNoFailuresButHaveThem() {
        CancellationException same = new CancellationException("cancelled by close()");
        CancellationException further = new CancellationException("cancelled by task main");
        Unseen.isAskedFor(further);
        end.addSuppressed(same);
        same.addSuppressed(further);
        further.addSuppressed(failure);
        further.addSuppressed(same);
        assertEquals(List.of(failure), Unseen.failuresIn(end));
    }
}
