// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CancelRequestsTest {
    private final CancelRequests requests = new CancelRequests() {};

    @Test
    void aRequestIsDeliveredOnceAndStaysCounted() {
        assertFalse(requests.isCancelRequested());
        requests.requestCancel();
        assertTrue(requests.isCancelRequested());
        requests.takeRequest();
        assertFalse(requests.isCancelRequested());
        assertEquals(1, requests.requests());
    }

    @Test
    void aRequestThatWasPassedOnIsDeliveredIfWhatIsAwaitedEndsOtherwise() {
        passOn();
        requests.endPassingOn(false);
        assertFalse(requests.isPassedOn());
        assertTrue(requests.isCancelRequested());
    }

    @Test
    void aRequestThatWasPassedOnIsOverIfWhatIsAwaitedEndsByIt() {
        passOn();
        requests.endPassingOn(true);
        assertFalse(requests.isPassedOn());
        assertFalse(requests.isCancelRequested());
    }

    @Test
    void aRequestThatComesMeanwhileIsDeliveredAfterwards() {
        passOn();
        requests.requestCancel();
        requests.endPassingOn(true);
        assertTrue(requests.isCancelRequested());
    }

    private void passOn() {
        requests.requestCancel();
        requests.takeRequest();
        requests.passOn();
        assertTrue(requests.isPassedOn());
    }

    @Test
    void theLastRequestThatIsTakenBackIsNotDelivered() {
        requests.requestCancel();
        requests.requestCancel();
        assertEquals(1, requests.takeRequestBack());
        assertTrue(requests.isCancelRequested());
        assertEquals(0, requests.takeRequestBack());
        assertFalse(requests.isCancelRequested());
        assertEquals(0, requests.takeRequestBack());
    }

    @Test
    void countsNoFurtherThanAByteReaches() {
        for (int i = 0; i < 1_000; i++) {
            requests.requestCancel();
        }
        assertEquals(Byte.MAX_VALUE, requests.requests());
    }
}
