// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import java.util.Map;

/**
 * Where a step ended.
 *
 * @param method class and method, without parameters: a body has two more than the blocking method
 * @param line the line
 * @param begins whether the line begins here; else a call has returned to the middle of it, or an await has resumed there
 * @param locals what the debugger shows of the variables, by name; not asked for where no line begins
 */
record Stop(String method, int line, boolean begins, Map<String, String> locals) {
    /** Whether the other is at the same place. */
    boolean isAt(Stop other) {
        return method.equals(other.method) && line == other.line;
    }

    /** Whether the method is this one, without its package. */
    boolean isIn(String shape) {
        return method.equals(Shapes.PACKAGE + shape);
    }

    /** {@code class:line}. */
    String place() {
        return method.substring(0, method.lastIndexOf('.')) + ":" + line;
    }

    @Override
    public String toString() {
        return method.substring(method.indexOf("shapes.") + 7) + ":" + line;
    }
}
