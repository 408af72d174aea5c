// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a test class: its row in the table of counts. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Tally.class)
@interface Company {
    /** What woven code keeps company with. */
    String name();

    /** The artifact whose version the row gives, if it is one. */
    String artifact() default "";

    /** What was checked, in a few words. */
    String checked();
}
