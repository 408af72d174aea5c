// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

/**
 * A fact about one thing, a variable or an object: the same as another of its class about the same thing. No record, since the JVM makes the
 * methods of each record when they are first called, which every compilation would wait for.
 */
public abstract class Fact {
    private final Object about;

    /**
     * Makes one.
     *
     * @param about what it is about
     */
    protected Fact(Object about) {
        this.about = about;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Fact fact && fact.getClass() == getClass() && fact.about.equals(about);
    }

    @Override
    public final int hashCode() {
        return 31 * getClass().getName().hashCode() + about.hashCode();
    }
}
