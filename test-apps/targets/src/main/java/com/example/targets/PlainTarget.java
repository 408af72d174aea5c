// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import java.util.ArrayList;
import java.util.List;

/** Nothing to weave; its raw type shows that lint does not look at targets. */
public final class PlainTarget {
    private PlainTarget() {}

    @SuppressWarnings("removal")
    public static int size() {
        List list = new ArrayList();
        list.add("one");
        return list.size();
    }
}
