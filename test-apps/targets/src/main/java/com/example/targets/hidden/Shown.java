// SPDX-License-Identifier: Apache-2.0
package com.example.targets.hidden;

/** Lets other packages have objects of a class that they cannot name. */
public final class Shown {
    public final Hidden field = new Hidden("field");

    public static Hidden make(String text) {
        return new Hidden(text);
    }

    public static Hidden[] array(String text) {
        return new Hidden[] {new Hidden(text), new Hidden(text + text)};
    }

    public static String take(Hidden hidden, Object more) {
        return hidden.text() + more;
    }

    public static String takeAll(Hidden[] all, int which) {
        return all[which].text();
    }
}

class Hidden {
    private final String text;

    Hidden(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
