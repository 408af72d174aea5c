// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that awaits: it stands in place of {@code @Test}, and of {@code @Async} too. The method returns nothing, a {@link dev.weft.Task},
 * or a stage, which has to be there when the test ends.
 *
 * <pre>{@code
 * @AsyncTest
 * void remindsAfterADay(EventLoop loop) {
 *     await(reminder(Duration.ofDays(1)));
 *     assertEquals(Duration.ofDays(1).toNanos(), loop.nanoTime());
 * }
 * }</pre>
 *
 * <p>Each test has an event loop of its own, which the methods that run before and after it share: {@code @BeforeEach @Async void setUp()}
 * may await too. A parameter of type {@link dev.weft.EventLoop} or {@link dev.weft.SimulatedLoop}
 * is that loop. The loop is simulated, so that time passes at once, and a
 * seed decides in which order ready tasks run ({@link dev.weft.EventLoop#simulated}). A failure says its seed, and how to run the test
 * again under it: the property {@code weft.seed}, of the system or among the configuration parameters of JUnit, or the environment variable
 * {@code WEFT_SEED}, stands above all that is said here.
 *
 * <p>A test fails, too, if it leaves tasks behind, but for those that it has cancelled, which may end first; if a task has failed of which
 * nobody has seen it; and if it takes longer than its {@linkplain #timeout limit}, with all tasks and where they stand.
 *
 * <p>On a class it says the same for all tests in it and in its nested classes, those with {@code @Test @Async} among them; what a method
 * says for itself counts more. It goes together with {@code @ParameterizedTest} and {@code @RepeatedTest} in place of {@code @Test}. The
 * class must be woven, as all that awaits; a test that is not fails.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(AsyncTestExtension.class)
public @interface AsyncTest {
    /** Stands for a seed that is drawn for each run, also on a method whose class says another. */
    long DRAWN = Long.MIN_VALUE;

    /**
     * Returns the seed of the schedule, and the first of several. One number: {@code seed = 42}.
     *
     * @return the seed; one is drawn for each run unless it is set, or the first is 1 where there are several
     */
    long[] seed() default {};

    /**
     * Returns under how many seeds the test runs, one after the other, each as a test of its own with the methods before and after it. It
     * stops at the first that fails, which is the smallest, unless JUnit runs tests at the same time. Of a class it holds for the tests
     * with {@code @AsyncTest}; those that JUnit runs once, with {@code @Test @Async}, are refused there. One number: {@code seeds = 100}.
     *
     * @return the number of seeds; 1 unless it is set
     */
    int[] seeds() default {};

    /**
     * Returns whether time is virtual. One value: {@code virtualTime = false}.
     *
     * @return false for {@link dev.weft.EventLoop#create()}, a loop over the system's clock, which watches sockets and has no seed; true
     *     unless it is set
     */
    boolean[] virtualTime() default {};

    /**
     * Returns how long the test may take, in the time of a clock on the wall, and each method before and after it. A number with
     * {@code ns}, {@code ms}, {@code s}, {@code m} or {@code h}: {@code "500 ms"}. For a limit in virtual time, write {@code waitFor} into the test.
     *
     * @return the limit; that of the property {@code weft.timeout} unless it is set, or 60 seconds
     */
    String timeout() default "";
}
