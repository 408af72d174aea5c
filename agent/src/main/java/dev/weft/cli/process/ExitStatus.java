// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

/** What a command tells by the status that it exits with. Scripts depend on the numbers, so they never change. */
public enum ExitStatus {
    /** The command did what it was asked, and found nothing wrong. */
    DONE(0, "done, nothing wrong"),
    /** Something was found that is no deadlock: tasks that are lost or stuck, classes that are not woven. */
    FOUND(1, "something was found: a task that is lost or stuck, a class that is not woven"),
    /** The command line cannot be carried out as it stands. */
    MISUSED(2, "the command line is wrong, or a file cannot be read or written"),
    /** Tasks wait for one another in a circle. */
    DEADLOCK(3, "a deadlock was found"),
    /** There is no such process. */
    NO_PROCESS(10, "there is no such process"),
    /** There is no Weft in the process, no loop has run there, or its doors are switched off. */
    NO_WEFT(11, "there is no Weft in the process, no event loop runs there, or it is told to answer nobody"),
    /** The process does not answer within the limit. */
    NO_ANSWER(12, "the process does not answer"),
    /** A right is missing. */
    NO_RIGHTS(13, "a right is missing; the message says which"),
    /** The process is in another container, and its files cannot be reached from here. */
    OUT_OF_REACH(14, "the process is in a container that cannot be reached from here"),
    /** The process or a file is of another version, which this one does not understand. */
    OTHER_VERSION(15, "the process or file is of a version that does not fit");

    private final int number;
    private final String meaning;

    ExitStatus(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /**
     * Returns what the command exits with.
     *
     * @return the status as the system takes it
     */
    public int number() {
        return number;
    }

    /**
     * Returns what help says about it.
     *
     * @return a few words
     */
    public String meaning() {
        return meaning;
    }
}
