// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On a test that a short run leaves out. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "weft.proofs", matches = "full|exhaustive", disabledReason = "part of a full run")
public @interface FullRun {}
