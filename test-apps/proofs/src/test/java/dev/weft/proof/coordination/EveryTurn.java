// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all scenes with some seeds, and with each of them once undisturbed and once for each turn and task, with that task cancelled
 * there. Arguments: the first seed, the last; and perhaps the name of one scene.
 */
final class EveryTurn {
    private long runs;
    private long failed;

    private EveryTurn() {}

    public static void main(String[] arguments) throws Exception {
        EveryTurn all = new EveryTurn();
        Map<String, Scene.Maker> scenes = new LinkedHashMap<>(ChannelScenes.all());
        scenes.putAll(SelectScenes.all());
        scenes.putAll(LockScenes.all());
        scenes.putAll(SignalScenes.all());
        scenes.putAll(GroupScenes.all());
        scenes.putAll(PartScenes.all());
        if (arguments.length > 2) {
            scenes.keySet().retainAll(List.of(arguments[2]));
        }
        for (int seed = Integer.parseInt(arguments[0]); seed <= Integer.parseInt(arguments[1]); seed++) {
            for (Map.Entry<String, Scene.Maker> scene : scenes.entrySet()) {
                all.run(scene.getKey(), scene.getValue(), seed);
            }
        }
        System.out.println("runs\t" + all.runs);
        System.exit(all.failed == 0 ? 0 : 1);
    }

    private void run(String name, Scene.Maker maker, int seed) throws Exception {
        Scene first = maker.make(seed);
        int turns = Run.undisturbed(first, seed);
        tell(first, name, seed, new Cancellation(0, 0));
        for (int victim = 0; victim < first.users.size(); victim++) {
            for (int at = 1; at <= turns; at++) {
                Scene scene = maker.make(seed);
                Cancellation cancellation = new Cancellation(victim, at);
                Run.cancelled(scene, seed, cancellation);
                tell(scene, name, seed, cancellation);
            }
        }
    }

    private void tell(Scene scene, String name, int seed, Cancellation cancellation) {
        runs++;
        if (!scene.wrong().isEmpty()) {
            failed++;
            System.out.println("failed\t" + name + ", seed " + seed + ", " + cancellation + ": " + scene.wrong());
        }
    }
}
