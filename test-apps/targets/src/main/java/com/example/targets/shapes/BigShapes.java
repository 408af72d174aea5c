// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;

/** Methods with a hundred suspension points. */
public final class BigShapes {
    private BigShapes() {}

    @Async
    static Task<Integer> plus(Trail t, int n) {
        return Task.of(n + await(t.later(1)));
    }

    @Async
    public static Task<String> hundredStatements(Trail t) {
        int a = 0;
        long b = 1;
        String c = "";
        double d = 0.5;
        a += await(t.later(0));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(0)));
        a += await(t.later(1));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(1)));
        a += await(t.later(2));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(2)));
        a += await(t.later(3));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(3)));
        a += await(t.later(4));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(4)));
        a += await(t.later(5));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(5)));
        a += await(t.later(6));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(6)));
        a += await(t.later(7));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(7)));
        a += await(t.later(8));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(8)));
        a += await(t.later(9));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(9)));
        a += await(t.later(10));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(10)));
        a += await(t.later(11));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(11)));
        a += await(t.later(12));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(12)));
        a += await(t.later(13));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(13)));
        a += await(t.later(14));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(14)));
        a += await(t.later(15));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(15)));
        a += await(t.later(16));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(16)));
        a += await(t.later(17));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(17)));
        a += await(t.later(18));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(18)));
        a += await(t.later(19));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(19)));
        a += await(t.later(20));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(20)));
        a += await(t.later(21));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(21)));
        a += await(t.later(22));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(22)));
        a += await(t.later(23));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(23)));
        a += await(t.later(24));
        b = b * 3 + await(t.later(a));
        d -= await(plus(t, a)) / 4.0;
        c += (char) ('a' + await(t.later(24)));
        return Task.of(a + "," + b + c + d);
    }

    @Async
    public static Task<Integer> hundredInOneExpression(Trail t) {
        return Task.of(0
                - await(t.later(0))
                + await(t.later(1))
                + await(t.later(2))
                - await(t.later(3))
                + await(t.later(4))
                + await(t.later(5))
                - await(t.later(6))
                + await(t.later(7))
                + await(t.later(8))
                - await(t.later(9))
                + await(t.later(10))
                + await(t.later(11))
                - await(t.later(12))
                + await(t.later(13))
                + await(t.later(14))
                - await(t.later(15))
                + await(t.later(16))
                + await(t.later(17))
                - await(t.later(18))
                + await(t.later(19))
                + await(t.later(20))
                - await(t.later(21))
                + await(t.later(22))
                + await(t.later(23))
                - await(t.later(24))
                + await(t.later(25))
                + await(t.later(26))
                - await(t.later(27))
                + await(t.later(28))
                + await(t.later(29))
                - await(t.later(30))
                + await(t.later(31))
                + await(t.later(32))
                - await(t.later(33))
                + await(t.later(34))
                + await(t.later(35))
                - await(t.later(36))
                + await(t.later(37))
                + await(t.later(38))
                - await(t.later(39))
                + await(t.later(40))
                + await(t.later(41))
                - await(t.later(42))
                + await(t.later(43))
                + await(t.later(44))
                - await(t.later(45))
                + await(t.later(46))
                + await(t.later(47))
                - await(t.later(48))
                + await(t.later(49))
                + await(t.later(50))
                - await(t.later(51))
                + await(t.later(52))
                + await(t.later(53))
                - await(t.later(54))
                + await(t.later(55))
                + await(t.later(56))
                - await(t.later(57))
                + await(t.later(58))
                + await(t.later(59))
                - await(t.later(60))
                + await(t.later(61))
                + await(t.later(62))
                - await(t.later(63))
                + await(t.later(64))
                + await(t.later(65))
                - await(t.later(66))
                + await(t.later(67))
                + await(t.later(68))
                - await(t.later(69))
                + await(t.later(70))
                + await(t.later(71))
                - await(t.later(72))
                + await(t.later(73))
                + await(t.later(74))
                - await(t.later(75))
                + await(t.later(76))
                + await(t.later(77))
                - await(t.later(78))
                + await(t.later(79))
                + await(t.later(80))
                - await(t.later(81))
                + await(t.later(82))
                + await(t.later(83))
                - await(t.later(84))
                + await(t.later(85))
                + await(t.later(86))
                - await(t.later(87))
                + await(t.later(88))
                + await(t.later(89))
                - await(t.later(90))
                + await(t.later(91))
                + await(t.later(92))
                - await(t.later(93))
                + await(t.later(94))
                + await(t.later(95))
                - await(t.later(96))
                + await(t.later(97))
                + await(t.later(98))
                - await(t.later(99)));
    }

    @Async
    public static Task<String> hundredInAnArgumentList(Trail t) {
        return Task.of(String.join(
                ",",
                await(t.later("0")),
                await(t.later("1")),
                await(t.later("2")),
                await(t.later("3")),
                await(t.later("4")),
                await(t.later("5")),
                await(t.later("6")),
                await(t.later("7")),
                await(t.later("8")),
                await(t.later("9")),
                await(t.later("10")),
                await(t.later("11")),
                await(t.later("12")),
                await(t.later("13")),
                await(t.later("14")),
                await(t.later("15")),
                await(t.later("16")),
                await(t.later("17")),
                await(t.later("18")),
                await(t.later("19")),
                await(t.later("20")),
                await(t.later("21")),
                await(t.later("22")),
                await(t.later("23")),
                await(t.later("24")),
                await(t.later("25")),
                await(t.later("26")),
                await(t.later("27")),
                await(t.later("28")),
                await(t.later("29")),
                await(t.later("30")),
                await(t.later("31")),
                await(t.later("32")),
                await(t.later("33")),
                await(t.later("34")),
                await(t.later("35")),
                await(t.later("36")),
                await(t.later("37")),
                await(t.later("38")),
                await(t.later("39")),
                await(t.later("40")),
                await(t.later("41")),
                await(t.later("42")),
                await(t.later("43")),
                await(t.later("44")),
                await(t.later("45")),
                await(t.later("46")),
                await(t.later("47")),
                await(t.later("48")),
                await(t.later("49")),
                await(t.later("50")),
                await(t.later("51")),
                await(t.later("52")),
                await(t.later("53")),
                await(t.later("54")),
                await(t.later("55")),
                await(t.later("56")),
                await(t.later("57")),
                await(t.later("58")),
                await(t.later("59")),
                await(t.later("60")),
                await(t.later("61")),
                await(t.later("62")),
                await(t.later("63")),
                await(t.later("64")),
                await(t.later("65")),
                await(t.later("66")),
                await(t.later("67")),
                await(t.later("68")),
                await(t.later("69")),
                await(t.later("70")),
                await(t.later("71")),
                await(t.later("72")),
                await(t.later("73")),
                await(t.later("74")),
                await(t.later("75")),
                await(t.later("76")),
                await(t.later("77")),
                await(t.later("78")),
                await(t.later("79")),
                await(t.later("80")),
                await(t.later("81")),
                await(t.later("82")),
                await(t.later("83")),
                await(t.later("84")),
                await(t.later("85")),
                await(t.later("86")),
                await(t.later("87")),
                await(t.later("88")),
                await(t.later("89")),
                await(t.later("90")),
                await(t.later("91")),
                await(t.later("92")),
                await(t.later("93")),
                await(t.later("94")),
                await(t.later("95")),
                await(t.later("96")),
                await(t.later("97")),
                await(t.later("98")),
                await(t.later("99"))));
    }

    @Async
    public static Task<Integer> twentyNestedTries(Trail t) {
        int n = 0;
        try {
            n += await(t.later(0));
            try {
                n += await(t.later(1));
                try {
                    n += await(t.later(2));
                    try {
                        n += await(t.later(3));
                        try {
                            n += await(t.later(4));
                            try {
                                n += await(t.later(5));
                                try {
                                    n += await(t.later(6));
                                    try {
                                        n += await(t.later(7));
                                        try {
                                            n += await(t.later(8));
                                            try {
                                                n += await(t.later(9));
                                                try {
                                                    n += await(t.later(10));
                                                    try {
                                                        n += await(t.later(11));
                                                        try {
                                                            n += await(t.later(12));
                                                            try {
                                                                n += await(t.later(13));
                                                                try {
                                                                    n += await(t.later(14));
                                                                    try {
                                                                        n += await(t.later(15));
                                                                        try {
                                                                            n += await(t.later(16));
                                                                            try {
                                                                                n += await(t.later(17));
                                                                                try {
                                                                                    n += await(t.later(18));
                                                                                    try {
                                                                                        n += await(t.later(19));
                                                                                        if (n > 5) {
                                                                                            throw new IllegalStateException(
                                                                                                    "from the middle");
                                                                                        }
                                                                                    } finally {
                                                                                        n += 2;
                                                                                    }
                                                                                } finally {
                                                                                    n += await(t.later(7));
                                                                                }
                                                                            } catch (IllegalArgumentException e) {
                                                                                n += await(t.later(2000));
                                                                            }
                                                                        } catch (IllegalStateException e) {
                                                                            n += await(t.later(1000));
                                                                            t.add(n + e.getMessage());
                                                                            if (n < 2000) {
                                                                                throw e;
                                                                            }
                                                                        }
                                                                    } finally {
                                                                        n += await(t.later(7));
                                                                    }
                                                                } finally {
                                                                    n += 2;
                                                                }
                                                            } catch (IllegalArgumentException e) {
                                                                n += await(t.later(2000));
                                                            }
                                                        } catch (IllegalStateException e) {
                                                            n += await(t.later(1000));
                                                            t.add(n + e.getMessage());
                                                            if (n < 2000) {
                                                                throw e;
                                                            }
                                                        }
                                                    } finally {
                                                        n += 2;
                                                    }
                                                } finally {
                                                    n += 2;
                                                }
                                            } catch (IllegalArgumentException e) {
                                                n += await(t.later(2000));
                                            }
                                        } catch (IllegalStateException e) {
                                            n += await(t.later(1000));
                                            t.add(n + e.getMessage());
                                            if (n < 2000) {
                                                throw e;
                                            }
                                        }
                                    } finally {
                                        n += 2;
                                    }
                                } finally {
                                    n += await(t.later(7));
                                }
                            } catch (IllegalArgumentException e) {
                                n += await(t.later(2000));
                            }
                        } catch (IllegalStateException e) {
                            n += await(t.later(1000));
                            t.add(n + e.getMessage());
                            if (n < 2000) {
                                throw e;
                            }
                        }
                    } finally {
                        n += await(t.later(7));
                    }
                } finally {
                    n += 2;
                }
            } catch (IllegalArgumentException e) {
                n += await(t.later(2000));
            }
        } catch (IllegalStateException e) {
            n += await(t.later(1000));
            t.add(n + e.getMessage());
            if (n < 2000) {
                throw e;
            }
        }
        return Task.of(n);
    }
}
