// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;

import dev.weft.Async;
import dev.weft.CallableOp;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.io.IOException;
import javax.swing.JButton;
import javax.swing.JLabel;

/** A button that loads a report without blocking the thread of Swing, and shows it on that thread. */
final class SwingReport {
    final JButton button = new JButton("Load");
    final JLabel label = new JLabel();
    private final EventLoop loop;
    private final CallableOp<String, IOException> report;

    /** The task that the last click has started. */
    ScheduledTask<Void> loading;

    SwingReport(EventLoop loop, CallableOp<String, IOException> report) {
        this.loop = loop;
        this.report = report;
        // region button
        button.addActionListener(click -> loading = loop.spawn(load())); // EventLoop.over(SwingUtilities::invokeLater)
        // endregion
    }

    // region load
    @Async
    private Task<Void> load() {
        button.setEnabled(false);
        try {
            label.setText("loading…");
            label.setText(await(blocking(report)));
        } catch (IOException failed) {
            label.setText("failed: " + failed.getMessage());
        } finally {
            button.setEnabled(true);
        }
        return Task.done();
    }
    // endregion
}
