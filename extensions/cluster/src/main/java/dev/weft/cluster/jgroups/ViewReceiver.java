// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.util.function.Consumer;
import org.jgroups.Receiver;
import org.jgroups.View;

/** Takes the views. */
record ViewReceiver(Consumer<View> seen) implements Receiver {
    @Override
    public void viewAccepted(View view) {
        seen.accept(view);
    }
}
