// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Put on a class by the weaver: it was woven, and weaving it again changes nothing. Not for source code. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Woven {
    /** The version of the contract between woven code and this package. */
    int VERSION = 2;

    /**
     * The mark that the weaver adds to the names of what it makes: a door is called {@code NAME$weft}, a frame class {@code
     * OWNER$weft$NAME}. No compiler makes such a name by itself, so a call stack knows them by it.
     */
    String MARK = "$weft";

    /**
     * The static field in which a frame class has the lines of its method: the constant that {@code Frame.sources()} returns. A heap dump
     * has no code, so a reader of one finds them here (decision 51).
     */
    String SOURCES = "sources";

    /**
     * The static field in which a frame class has which field holds which variable: the constant that {@code Frame.locals()} returns. There
     * is none where the class file names no variables, as without {@code javac -g}. The text has parts, separated by {@code ;} (decision 48):
     *
     * <pre>
     * l0/l1/i0         the fields of the frame, in the order of Frame.values()
     * url.l0/n.i0      what the cold frame holds: the arguments
     * url.l0/ok.i0.Z/n.   the variables in scope at point 1, and so on
     * "                the same as the part before
     *
     * name.field       the field that holds the variable
     * name.field.Z     what a field of type int holds: Z, C, B or S
     * name.null        the variable is null
     * name.            the value is not kept, because nothing reads it any more
     * </pre>
     *
     * <p>JVMS 4.2.2 keeps these separators out of names.
     */
    String LOCALS = "locals";

    /**
     * Returns the contract that the class was woven for.
     *
     * @return the version
     */
    int version();

    /**
     * Returns the bodies that callers in other classes may call directly, since nothing can override them.
     *
     * @return name and descriptor of each entry whose body is statically bound, as {@code name(descriptor)result}
     */
    String[] bodies() default {};

    /**
     * Returns the bodies that answer calls only where no subclass has overridden them.
     *
     * @return name and descriptor of each entry, as for {@link #bodies}
     */
    String[] overridable() default {};
}
