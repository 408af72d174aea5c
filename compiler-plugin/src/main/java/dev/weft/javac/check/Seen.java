// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

/** What rules may want to look at: the walk shows it to no other rules ({@link RuleWalk}). */
enum Seen {
    /** A call of any method. */
    CALL,
    /** A call of {@code Weft.await}, or a reference to it. */
    AWAIT,
    /** A call of {@code Weft.emit}, or a reference to it. */
    EMIT,
    /** An object is made. */
    NEW,
    /** A reference to any method. */
    REFERENCE,
    /** The declaration of a method that is marked. */
    MARKED_METHOD,
    /** A lambda. */
    LAMBDA,
    /** A return. */
    RETURN,
    /** A try statement. */
    TRY,
    /** The declaration of a variable. */
    VARIABLE,
    /** A name without a dot: of a variable, a method or a type. */
    NAME,
    /** An expression as a statement. */
    STATEMENT
}
