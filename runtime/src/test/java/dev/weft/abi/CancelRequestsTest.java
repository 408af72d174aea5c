// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CancelRequestsTest {
    private int moves;

    private final CancelRequests requests = new CancelRequests() {
        @Override
        protected void requestMoved() {
            moves++;
        }

        @Override
        protected String cancelledBy() {
            return "";
        }
    };

    @Test
    void aRequestIsDeliveredOnceAndStaysCounted() {
        assertFalse(requests.hasRequest());
        requests.countRequest();
        requests.request();
        assertTrue(requests.isToBeDelivered());
        assertEquals(0, moves);
        requests.requestIsOver();
        assertFalse(requests.hasRequest());
        assertEquals(1, requests.requests());
        assertEquals(1, moves);
    }

    @Test
    void aRequestThatWasPassedOnIsDeliveredIfWhatIsAwaitedEndsOtherwise() {
        passOn();
        requests.awaitedEnded(false);
        assertTrue(requests.isToBeDelivered());
        assertEquals(2, moves);
    }

    @Test
    void aRequestThatWasPassedOnIsOverIfWhatIsAwaitedEndsByIt() {
        passOn();
        requests.awaitedEnded(true);
        assertFalse(requests.hasRequest());
    }

    /** asyncio: a request that comes while the cancellation of what is awaited is on its way back is the same cancellation. */
    @Test
    void aRequestThatComesMeanwhileIsOneWithTheCancellationOfWhatIsAwaited() {
        passOn();
        requests.countRequest();
        requests.request();
        requests.awaitedEnded(true);
        assertFalse(requests.hasRequest());
        assertEquals(2, requests.requests());
    }

    private void passOn() {
        requests.countRequest();
        requests.request();
        requests.passOn();
        assertTrue(requests.hasRequest());
        assertFalse(requests.isToBeDelivered());
    }

    @Test
    void theLastRequestThatIsTakenBackIsNotDelivered() {
        requests.countRequest();
        requests.request();
        requests.countRequest();
        assertEquals(1, requests.takeRequestBack());
        assertTrue(requests.isToBeDelivered());
        assertEquals(0, requests.takeRequestBack());
        assertFalse(requests.hasRequest());
        assertEquals(0, requests.takeRequestBack());
    }

    @Test
    void countsNoFurtherThanAByteReaches() {
        for (int i = 0; i < 1_000; i++) {
            requests.countRequest();
        }
        assertEquals(Byte.MAX_VALUE, requests.requests());
    }
}
