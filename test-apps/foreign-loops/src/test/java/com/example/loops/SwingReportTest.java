// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A button of Swing, without a screen, whose action is a woven task. */
@Timeout(60)
class SwingReportTest {
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private final List<Boolean> threads = new ArrayList<>();

    private String read() throws IOException {
        try {
            mayRead.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
        return "the report";
    }

    @Test
    void showsWhatItHasLoadedOnTheThreadOfSwing() throws Exception {
        try (ForeignLoop loop = EventLoop.over(SwingUtilities::invokeLater)) {
            SwingReport window = new SwingReport(loop, this::read);
            window.label.addPropertyChangeListener(
                    "text", change -> threads.add(SwingUtilities.isEventDispatchThread()));
            SwingUtilities.invokeAndWait(window.button::doClick);
            SwingUtilities.invokeAndWait(() -> {
                assertEquals("loading…", window.label.getText());
                assertFalse(window.button.isEnabled());
            });
            mayRead.countDown();
            window.loading.block();
            SwingUtilities.invokeAndWait(() -> {
                assertEquals("the report", window.label.getText());
                assertTrue(window.button.isEnabled());
            });
            assertEquals(List.of(true, true), threads);
        }
    }
}
