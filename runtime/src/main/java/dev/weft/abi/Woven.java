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
