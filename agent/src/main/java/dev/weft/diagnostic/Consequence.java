// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

/**
 * The effect of a diagnostic on the method or class that it is about, and on a build. The severity in javac, the exit status of the
 * command line, the result of the Maven goals and the last paragraph of the diagnostic's page all follow from it.
 */
public enum Consequence {
    /** The method is not woven, and throws when it is called. The class is woven without it. */
    REFUSES_METHOD(true, true),
    /** The method is not woven and cannot throw either, because it has no code. The class is woven without it. */
    IGNORES_MARK(true, true),
    /** The class is not woven at all. */
    LEAVES_CLASS(true, true),
    /** The class is not woven by the compiler plugin, which alone finds this. What weaves class files may do so later. */
    LEAVES_CLASS_TO_OTHERS(true, true),
    /** The method is woven and works, and the user should know something of it. */
    INFORMS(false, false),
    /** The method is woven, and cannot do what its source says. Only the compiler plugin, which reads sources, finds this. */
    SHOWS_MISTAKE(false, true),
    /** The method is woven and runs, and may disappoint. Only the compiler plugin, which reads sources, finds this. */
    SHOWS_RISK(false, false),
    /** The method is woven and works. It is we who made a mistake, and no build fails for that, one with {@code -Werror} included. */
    REPORTS_ITSELF(false, false);

    private final boolean isRefusal;
    private final boolean failsBuild;

    Consequence(boolean isRefusal, boolean failsBuild) {
        this.isRefusal = isRefusal;
        this.failsBuild = failsBuild;
    }

    /**
     * Whether something stays unwoven that was to be woven.
     *
     * @return false if all is woven
     */
    public boolean isRefusal() {
        return isRefusal;
    }

    /**
     * Whether a build fails for it, unless an option says otherwise.
     *
     * @return true where a method cannot run, or can never do what it says; false where it runs and may disappoint
     */
    public boolean failsBuild() {
        return failsBuild;
    }
}
