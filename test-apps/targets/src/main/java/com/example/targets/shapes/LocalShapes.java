// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Locals of every type, many of them, and slots that javac uses twice. Holds off (docs/weaving-limits.md): null as a type; Types
 * that lose precision; Slots used again for other types; Wide values, wide slots, many values.
 */
public final class LocalShapes {
    private LocalShapes() {}

    @Async
    public static Task<String> everyKind(Trail t) {
        boolean z = await(t.later(true));
        byte b = await(t.later((byte) -1));
        short s = await(t.later((short) -2));
        char c = await(t.later('c'));
        int i = await(t.later(3));
        long l = await(t.later(4L));
        float f = await(t.later(5f));
        double d = await(t.later(6d));
        String text = await(t.later("seven"));
        int[] ints = await(t.later(new int[] {8}));
        String[][] deep = await(t.later(new String[][] {{"nine"}}));
        byte[] bytes = new byte[1];
        char[] chars = new char[1];
        short[] shorts = new short[1];
        boolean[] flags = new boolean[1];
        await(t.later(0));
        bytes[0] = b;
        chars[0] = c;
        shorts[0] = s;
        flags[0] = z;
        b++;
        c++;
        s--;
        z = !z;
        await(t.later(0));
        String all = "" + z + b + s + c + i + l + f + d + text + ints[0] + deep[0][0] + bytes[0] + chars[0];
        return Task.of(all + shorts[0] + flags[0] + small(z, b, s, c));
    }

    private static String small(boolean z, byte b, short s, char c) {
        return z + "," + b + "," + s + "," + c;
    }

    @Async
    static Task<String> parameters(
            Trail t, boolean z, byte b, short s, char c, int i, long l, float f, double d, String[] a) {
        String before = "" + z + b + s + c + i + l + f + d + a[0];
        await(t.later(0));
        z = !z;
        l += 1;
        d = -d;
        a = new String[] {before};
        await(t.later(0));
        return Task.of("" + z + b + s + c + i + l + f + d + a[0]);
    }

    @Async
    public static Task<String> parametersOfEveryKind(Trail t) {
        return parameters(
                t, true, (byte) 1, (short) 2, '3', 4, await(t.later(5L)), 6f, 7d, await(t.later(new String[] {"8"})));
    }

    @Async
    static Task<Object> retypedParameter(Trail t, Object value, int used) {
        value = "text" + used;
        used = await(t.later(2));
        value = ((String) value).length() + await(t.later(used));
        return Task.of(value);
    }

    @Async
    public static Task<Object> parameterOverwritten(Trail t) {
        return retypedParameter(t, 5, 77);
    }

    @Async
    public static Task<String> nulls(Trail t) {
        String text = null;
        int[] ints = null;
        Object object = null;
        int n = 0;
        await(t.later(1));
        t.add(text + " " + object);
        if (await(t.later(true))) {
            text = "set";
        }
        await(t.later(1));
        if (ints == null) {
            ints = new int[] {await(t.later(5))};
        }
        n += ints.length + text.length();
        String other = await(t.later(null));
        other = other == null ? await(t.later("other")) : null;
        return Task.of(text + ints[0] + object + n + other);
    }

    @Async
    public static Task<String> nullInALoop(Trail t) {
        String last = null;
        String out = "";
        for (int i = 0; i < 3; i++) {
            String now = await(t.later("v" + i));
            out += last + await(t.later(now));
            last = now;
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> slotsUsedTwice(Trail t) {
        String out = "";
        {
            int a = await(t.later(1));
            long b = await(t.later(2L));
            await(t.later(0));
            out += a + b;
        }
        {
            String a = await(t.later("three"));
            double b = await(t.later(4d));
            await(t.later(0));
            out += a + b;
        }
        {
            double a = await(t.later(5d));
            int[] b = {await(t.later(6))};
            await(t.later(0));
            out += a + b[0];
        }
        for (int i = 0; i < 2; i++) {
            String s = out + await(t.later(i));
            await(t.later(0));
            out = s;
        }
        for (String s : new String[] {"x", "y"}) {
            float f = await(t.later(1f));
            await(t.later(0));
            out += s + f;
        }
        if (await(t.later(true))) {
            char c = await(t.later('c'));
            await(t.later(0));
            out += c;
        } else {
            List<String> list = await(t.later(new ArrayList<>()));
            out += list;
        }
        return Task.of(out);
    }

    @Async
    public static Task<String> definedOnOnePath(Trail t) {
        int a;
        String s;
        if (await(t.later(true))) {
            a = await(t.later(1));
            s = "s";
        } else {
            a = 2;
            s = null;
        }
        await(t.later(0));
        Object o;
        if (a == 1) {
            o = await(t.later("o"));
        } else {
            o = a;
        }
        await(t.later(0));
        return Task.of(a + s + o);
    }

    @Async
    public static Task<String> interfacesMerged(Trail t) {
        Collection<Integer> c;
        if (await(t.later(false))) {
            c = new ArrayList<>();
        } else {
            c = Collections.singletonList(await(t.later(4)));
        }
        await(t.later(0));
        int n = c.size();
        Object array = n == 1 ? new int[] {1} : new String[] {"a"};
        await(t.later(0));
        Number number = n == 1 ? (Number) Integer.valueOf(4) : (Number) Double.valueOf(3);
        await(t.later(0));
        return Task.of(c + " " + array.getClass().getSimpleName() + number.intValue());
    }

    @Async
    public static Task<String> finalAndEffectivelyFinal(Trail t) {
        final int constant = 5;
        final String computed = await(t.later("c"));
        await(t.later(0));
        Runnable r = () -> t.add(computed + constant);
        await(t.later(0));
        r.run();
        return Task.of(computed);
    }

    @Async
    public static Task<Integer> deadAfterTheAwait(Trail t) {
        String unusedLater = "x" + t.events().size();
        int n = unusedLater.length();
        unusedLater = null;
        await(t.later(n));
        int alsoDead = n * 2;
        await(t.later(alsoDead));
        return Task.of(n);
    }

    @Async
    public static Task<String> arraysMerged(Trail t) {
        String out = "";
        for (int i = 0; i < 4; i++) {
            Object[] objects = i % 2 == 0 ? new String[] {"a"} : new Integer[] {i};
            Object any = i < 2 ? new int[] {i} : new long[][] {{i}};
            await(t.later(0));
            Object[] nested = i == 3 ? new String[][] {{"deep"}} : objects;
            out += nested.length + await(t.later(objects[0].toString()));
            java.io.Serializable serializable = i == 1 ? (java.io.Serializable) objects : "text";
            out += any.getClass().getSimpleName()
                    + await(t.later(1))
                    + serializable.getClass().getSimpleName();
            Comparable<?>[] comparables = await(t.later(i > 1)) ? new String[2] : new Double[3];
            await(t.later(0));
            out += comparables.length;
        }
        return Task.of(out);
    }

    interface Named {
        String name();
    }

    interface Sized {
        int size();
    }

    static final class Both implements Named, Sized {
        @Override
        public String name() {
            return "both";
        }

        @Override
        public int size() {
            return 2;
        }
    }

    enum Constant implements Named, Sized {
        ONE;

        @Override
        public int size() {
            return 1;
        }
    }

    @Async
    public static Task<String> severalInterfacesMerged(Trail t) {
        Named named = await(t.later(true)) ? new Both() : Constant.ONE;
        String out = "";
        for (int i = 0; i < 2; i++) {
            Sized sized = i == 0 ? new Both() : Constant.ONE;
            out += named.name() + await(t.later(sized.size()));
            named = (i == 0 ? Constant.ONE : new Both());
            out += (i == 0 ? new Both() : Constant.ONE).size() + sized.size();
        }
        return Task.of(out + named.name() + await(t.later(named)).name());
    }

    @Async
    public static Task<String> nullsOfEveryKindOfType(Trail t) {
        String text = null;
        int[] ints = null;
        Runnable run = null;
        Object[][] deep = null;
        String out = "";
        for (int i = 0; i < 3; i++) {
            await(t.later(i));
            if (i == 1) {
                text = await(t.later("set"));
                ints = new int[] {await(t.later(5))};
                run = () -> t.add("run");
                deep = new Object[][] {{text}};
            }
            out += text + (ints == null ? 0 : ints[0]) + (run == null) + (deep == null ? null : deep[0][0]);
            if (run != null) {
                run.run();
            }
        }
        out += some(null, await(t.later(1)), null, await(t.later((String) null)));
        return Task.of(out + (await(t.later(true)) ? null : ints.length));
    }

    private static String some(Object a, int b, int[] c, Object d) {
        return "" + a + b + c + d;
    }

    @Async
    public static Task<String> sixtyLive(Trail t) {
        int v0 = await(t.later(0));
        long v1 = await(t.later(1L));
        double v2 = await(t.later(2d));
        float v3 = await(t.later(3f));
        String v4 = await(t.later("s4"));
        int v5 = await(t.later(5));
        long v6 = await(t.later(6L));
        double v7 = await(t.later(7d));
        float v8 = await(t.later(8f));
        String v9 = await(t.later("s9"));
        int v10 = await(t.later(10));
        long v11 = await(t.later(11L));
        double v12 = await(t.later(12d));
        float v13 = await(t.later(13f));
        String v14 = await(t.later("s14"));
        int v15 = await(t.later(15));
        long v16 = await(t.later(16L));
        double v17 = await(t.later(17d));
        float v18 = await(t.later(18f));
        String v19 = await(t.later("s19"));
        int v20 = await(t.later(20));
        long v21 = await(t.later(21L));
        double v22 = await(t.later(22d));
        float v23 = await(t.later(23f));
        String v24 = await(t.later("s24"));
        int v25 = await(t.later(25));
        long v26 = await(t.later(26L));
        double v27 = await(t.later(27d));
        float v28 = await(t.later(28f));
        String v29 = await(t.later("s29"));
        int v30 = await(t.later(30));
        long v31 = await(t.later(31L));
        double v32 = await(t.later(32d));
        float v33 = await(t.later(33f));
        String v34 = await(t.later("s34"));
        int v35 = await(t.later(35));
        long v36 = await(t.later(36L));
        double v37 = await(t.later(37d));
        float v38 = await(t.later(38f));
        String v39 = await(t.later("s39"));
        int v40 = await(t.later(40));
        long v41 = await(t.later(41L));
        double v42 = await(t.later(42d));
        float v43 = await(t.later(43f));
        String v44 = await(t.later("s44"));
        int v45 = await(t.later(45));
        long v46 = await(t.later(46L));
        double v47 = await(t.later(47d));
        float v48 = await(t.later(48f));
        String v49 = await(t.later("s49"));
        int v50 = await(t.later(50));
        long v51 = await(t.later(51L));
        double v52 = await(t.later(52d));
        float v53 = await(t.later(53f));
        String v54 = await(t.later("s54"));
        int v55 = await(t.later(55));
        long v56 = await(t.later(56L));
        double v57 = await(t.later(57d));
        float v58 = await(t.later(58f));
        String v59 = await(t.later("s59"));
        await(t.later(0));
        String out = "";
        out += v0 + "," + v1 + "," + v2 + "," + v3 + "," + v4 + "," + v5;
        out += v6 + "," + v7 + "," + v8 + "," + v9 + "," + v10 + "," + v11;
        out += v12 + "," + v13 + "," + v14 + "," + v15 + "," + v16 + "," + v17;
        out += v18 + "," + v19 + "," + v20 + "," + v21 + "," + v22 + "," + v23;
        out += v24 + "," + v25 + "," + v26 + "," + v27 + "," + v28 + "," + v29;
        out += v30 + "," + v31 + "," + v32 + "," + v33 + "," + v34 + "," + v35;
        out += v36 + "," + v37 + "," + v38 + "," + v39 + "," + v40 + "," + v41;
        out += v42 + "," + v43 + "," + v44 + "," + v45 + "," + v46 + "," + v47;
        out += v48 + "," + v49 + "," + v50 + "," + v51 + "," + v52 + "," + v53;
        out += v54 + "," + v55 + "," + v56 + "," + v57 + "," + v58 + "," + v59;
        return Task.of(out);
    }

    @Async
    public static Task<String> moreThan255Slots(Trail t) {
        long v0 = 0L;
        double v1 = 1d;
        String v2 = "s2";
        long v3 = 3L;
        double v4 = 4d;
        String v5 = "s5";
        long v6 = 6L;
        double v7 = 7d;
        String v8 = "s8";
        long v9 = 9L;
        double v10 = 10d;
        String v11 = "s11";
        long v12 = 12L;
        double v13 = 13d;
        String v14 = "s14";
        long v15 = 15L;
        double v16 = 16d;
        String v17 = "s17";
        long v18 = 18L;
        double v19 = 19d;
        String v20 = "s20";
        long v21 = 21L;
        double v22 = 22d;
        String v23 = "s23";
        long v24 = 24L;
        double v25 = 25d;
        String v26 = "s26";
        long v27 = 27L;
        double v28 = 28d;
        String v29 = "s29";
        long v30 = 30L;
        double v31 = 31d;
        String v32 = "s32";
        long v33 = 33L;
        double v34 = 34d;
        String v35 = "s35";
        long v36 = 36L;
        double v37 = 37d;
        String v38 = "s38";
        long v39 = 39L;
        double v40 = 40d;
        String v41 = "s41";
        long v42 = 42L;
        double v43 = 43d;
        String v44 = "s44";
        long v45 = 45L;
        double v46 = 46d;
        String v47 = "s47";
        long v48 = 48L;
        double v49 = 49d;
        String v50 = "s50";
        long v51 = 51L;
        double v52 = 52d;
        String v53 = "s53";
        long v54 = 54L;
        double v55 = 55d;
        String v56 = "s56";
        long v57 = 57L;
        double v58 = 58d;
        String v59 = "s59";
        long v60 = 60L;
        double v61 = 61d;
        String v62 = "s62";
        long v63 = 63L;
        double v64 = 64d;
        String v65 = "s65";
        long v66 = 66L;
        double v67 = 67d;
        String v68 = "s68";
        long v69 = 69L;
        double v70 = 70d;
        String v71 = "s71";
        long v72 = 72L;
        double v73 = 73d;
        String v74 = "s74";
        long v75 = 75L;
        double v76 = 76d;
        String v77 = "s77";
        long v78 = 78L;
        double v79 = 79d;
        String v80 = "s80";
        long v81 = 81L;
        double v82 = 82d;
        String v83 = "s83";
        long v84 = 84L;
        double v85 = 85d;
        String v86 = "s86";
        long v87 = 87L;
        double v88 = 88d;
        String v89 = "s89";
        long v90 = 90L;
        double v91 = 91d;
        String v92 = "s92";
        long v93 = 93L;
        double v94 = 94d;
        String v95 = "s95";
        long v96 = 96L;
        double v97 = 97d;
        String v98 = "s98";
        long v99 = 99L;
        double v100 = 100d;
        String v101 = "s101";
        long v102 = 102L;
        double v103 = 103d;
        String v104 = "s104";
        long v105 = 105L;
        double v106 = 106d;
        String v107 = "s107";
        long v108 = 108L;
        double v109 = 109d;
        String v110 = "s110";
        long v111 = 111L;
        double v112 = 112d;
        String v113 = "s113";
        long v114 = 114L;
        double v115 = 115d;
        String v116 = "s116";
        long v117 = 117L;
        double v118 = 118d;
        String v119 = "s119";
        long v120 = 120L;
        double v121 = 121d;
        String v122 = "s122";
        long v123 = 123L;
        double v124 = 124d;
        String v125 = "s125";
        long v126 = 126L;
        double v127 = 127d;
        String v128 = "s128";
        long v129 = 129L;
        double v130 = 130d;
        String v131 = "s131";
        long v132 = 132L;
        double v133 = 133d;
        String v134 = "s134";
        long v135 = 135L;
        double v136 = 136d;
        String v137 = "s137";
        long v138 = 138L;
        double v139 = 139d;
        String v140 = "s140";
        long v141 = 141L;
        double v142 = 142d;
        String v143 = "s143";
        long v144 = 144L;
        double v145 = 145d;
        String v146 = "s146";
        long v147 = 147L;
        double v148 = 148d;
        String v149 = "s149";
        int wide = 7;
        byte narrow = 1;
        await(t.later(0));
        String out = "";
        v0++;
        wide += 1000;
        wide -= await(t.later(40000));
        out += v0 + "," + v1 + "," + v2 + "," + v3 + "," + v4 + "," + v5 + "," + v6 + "," + v7 + "," + v8 + "," + v9;
        out += v10 + "," + v11 + "," + v12 + "," + v13 + "," + v14 + "," + v15 + "," + v16 + "," + v17 + "," + v18 + ","
                + v19;
        await(t.later(1));
        out += v20 + "," + v21 + "," + v22 + "," + v23 + "," + v24 + "," + v25 + "," + v26 + "," + v27 + "," + v28 + ","
                + v29;
        out += v30 + "," + v31 + "," + v32 + "," + v33 + "," + v34 + "," + v35 + "," + v36 + "," + v37 + "," + v38 + ","
                + v39;
        out += v40 + "," + v41 + "," + v42 + "," + v43 + "," + v44 + "," + v45 + "," + v46 + "," + v47 + "," + v48 + ","
                + v49;
        out += v50 + "," + v51 + "," + v52 + "," + v53 + "," + v54 + "," + v55 + "," + v56 + "," + v57 + "," + v58 + ","
                + v59;
        out += v149 + await(t.later("between")) + v148;
        wide++;
        narrow += wide;
        out += wide + await(t.later("wide")) + narrow;
        out += v60 + "," + v61 + "," + v62 + "," + v63 + "," + v64 + "," + v65 + "," + v66 + "," + v67 + "," + v68 + ","
                + v69;
        out += v70 + "," + v71 + "," + v72 + "," + v73 + "," + v74 + "," + v75 + "," + v76 + "," + v77 + "," + v78 + ","
                + v79;
        out += v80 + "," + v81 + "," + v82 + "," + v83 + "," + v84 + "," + v85 + "," + v86 + "," + v87 + "," + v88 + ","
                + v89;
        out += v90 + "," + v91 + "," + v92 + "," + v93 + "," + v94 + "," + v95 + "," + v96 + "," + v97 + "," + v98 + ","
                + v99;
        out += v100 + "," + v101 + "," + v102 + "," + v103 + "," + v104 + "," + v105 + "," + v106 + "," + v107 + ","
                + v108 + "," + v109;
        out += v110 + "," + v111 + "," + v112 + "," + v113 + "," + v114 + "," + v115 + "," + v116 + "," + v117 + ","
                + v118 + "," + v119;
        out += v120 + "," + v121 + "," + v122 + "," + v123 + "," + v124 + "," + v125 + "," + v126 + "," + v127 + ","
                + v128 + "," + v129;
        out += v130 + "," + v131 + "," + v132 + "," + v133 + "," + v134 + "," + v135 + "," + v136 + "," + v137 + ","
                + v138 + "," + v139;
        out += v140 + "," + v141 + "," + v142 + "," + v143 + "," + v144 + "," + v145 + "," + v146 + "," + v147 + ","
                + v148 + "," + v149;
        return Task.of(out);
    }
}
