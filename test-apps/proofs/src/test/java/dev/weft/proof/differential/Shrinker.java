// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a scenario smaller as long as it shows the same: leaves out steps, puts what is in a step in its place, lowers numbers. */
final class Shrinker {
    private final Predicate<Scenario> shows;
    private Scenario smallest;

    private Shrinker(Scenario first, Predicate<Scenario> shows) {
        this.smallest = first;
        this.shows = shows;
    }

    static Scenario shrink(Scenario scenario, Predicate<Scenario> shows) {
        Shrinker shrinker = new Shrinker(scenario, shows);
        while (shrinker.step()) {
            // smaller by one change
        }
        return shrinker.smallest;
    }

    private boolean step() {
        return leavesOutLastTask() || changesOneStep();
    }

    private boolean leavesOutLastTask() {
        int last = smallest.tasks().size() - 1;
        return last > 0
                && smallest.tasks().stream().noneMatch(steps -> mention(steps, last))
                && isSmallest(smallest.with(smallest.tasks().subList(0, last)));
    }

    private boolean changesOneStep() {
        for (int number = 0; number < smallest.tasks().size(); number++) {
            for (List<Step> steps : smaller(smallest.tasks().get(number))) {
                List<List<Step>> tasks = new ArrayList<>(smallest.tasks());
                tasks.set(number, steps);
                if (isSmallest(smallest.with(tasks))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isSmallest(Scenario candidate) {
        boolean showsIt = shows.test(candidate);
        if (showsIt) {
            smallest = candidate;
        }
        return showsIt;
    }

    private static boolean mention(List<Step> steps, int task) {
        return steps.stream()
                .anyMatch(step -> (step.operation().isOfTask() && step.number(0) == task)
                        || step.bodies().stream().anyMatch(body -> mention(body, task)));
    }

    /** The same steps with one change, the largest first. */
    private static List<List<Step>> smaller(List<Step> steps) {
        List<List<Step>> all = new ArrayList<>();
        for (int place = 0; place < steps.size(); place++) {
            all.add(replaced(steps, place, List.of()));
        }
        for (int place = 0; place < steps.size(); place++) {
            for (List<Step> other : others(steps.get(place))) {
                all.add(replaced(steps, place, other));
            }
        }
        return all;
    }

    private static List<Step> replaced(List<Step> steps, int place, List<Step> by) {
        return Stream.of(steps.subList(0, place), by, steps.subList(place + 1, steps.size()))
                .flatMap(List::stream)
                .toList();
    }

    /** What may stand in the place of a step. What holds a lock is not taken apart, for a condition needs it. */
    private static List<List<Step>> others(Step step) {
        List<List<Step>> all = new ArrayList<>();
        if (step.operation() == Operation.LIMITED || step.operation() == Operation.GATHERED) {
            return List.of();
        }
        if (step.operation() != Operation.LOCK) {
            all.addAll(step.bodies());
        }
        for (int place = 0; place < step.bodies().size(); place++) {
            if (step.operation() == Operation.GATHER || (step.operation() == Operation.GROUP && place > 0)) {
                List<List<Step>> fewer = new ArrayList<>(step.bodies());
                fewer.remove(place);
                if (!fewer.isEmpty()) {
                    all.add(List.of(new Step(step.operation(), step.numbers(), fewer)));
                }
            }
            for (List<Step> body : smaller(step.body(place))) {
                List<List<Step>> bodies = new ArrayList<>(step.bodies());
                bodies.set(place, body);
                all.add(List.of(new Step(step.operation(), step.numbers(), bodies)));
            }
        }
        if (step.operation() == Operation.SLEEP && step.number(0) > 0) {
            all.add(List.of(new Step(step.operation(), List.of(step.number(0) - 1), step.bodies())));
        }
        return all;
    }
}
