// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.api.FloatChild;
import io.tern.rpc.interop.api.FloatNeighbours;
import io.tern.rpc.interop.api.Level;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.Scalars;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.scenario.TypeScenario.Matrix;

/** Primitives, wrappers and strings. */
final class ScalarValues {
    private static final String SMILE = "\uD83D\uDE00";

    private ScalarValues() {}

    static void all(Matrix matrix) {
        primitives(matrix);
        fractions(matrix);
        wrappers(matrix);
        beans(matrix);
        strings(matrix);
        matrix.cases().check("many arguments", () -> {
            Object[] values = {
                true,
                (byte) -1,
                (short) 2,
                3,
                Long.MIN_VALUE,
                'x',
                1.5f,
                2.25,
                "nine",
                new int[] {1, 2},
                new Point(1, 2),
                Level.HIGH
            };
            String seen = matrix.service()
                    .many(
                            true,
                            (byte) -1,
                            (short) 2,
                            3,
                            Long.MIN_VALUE,
                            'x',
                            1.5f,
                            2.25,
                            "nine",
                            new int[] {1, 2},
                            new Point(1, 2),
                            Level.HIGH);
            Cases.equal(seen, Description.of(values));
        });
    }

    private static void primitives(Matrix matrix) {
        matrix.echo("echoBoolean", TypeService::echoBoolean, true, false);
        matrix.echo("echoByte", TypeService::echoByte, (byte) 0, (byte) 1, (byte) -1, Byte.MIN_VALUE, Byte.MAX_VALUE);
        matrix.echo(
                "echoShort",
                TypeService::echoShort,
                (short) 0,
                (short) -1,
                (short) 300,
                Short.MIN_VALUE,
                Short.MAX_VALUE);
        matrix.echo(
                "echoInt",
                TypeService::echoInt,
                0,
                1,
                -1,
                -16,
                -17,
                47,
                48,
                -2048,
                -2049,
                2047,
                2048,
                -262144,
                -262145,
                262143,
                262144,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE);
        matrix.echo(
                "echoLong",
                TypeService::echoLong,
                0L,
                -8L,
                -9L,
                15L,
                16L,
                -2048L,
                2047L,
                2048L,
                -262144L,
                262143L,
                262144L,
                (long) Integer.MIN_VALUE,
                (long) Integer.MAX_VALUE,
                Integer.MAX_VALUE + 1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE);
        matrix.echo("echoChar", TypeService::echoChar, 'a', '\u0000', '\u00e9', '\u4e2d', '\uffff', '\ud83d');
    }

    private static void fractions(Matrix matrix) {
        matrix.echo(
                "echoFloat",
                TypeService::echoFloat,
                0f,
                1f,
                1.5f,
                -127f,
                128f,
                0.1f,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY);
        matrix.echo(
                "echoDouble",
                TypeService::echoDouble,
                0d,
                1d,
                -128d,
                32767d,
                32768d,
                0.001,
                0.1,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY);
        matrix.echoOne("echoFloat", "minus zero", TypeService::echoFloat, -0f);
        matrix.echoOne("echoDouble", "minus zero", TypeService::echoDouble, -0d);
    }

    private static void wrappers(Matrix matrix) {
        matrix.echo("echoBoxedBoolean", TypeService::echoBoxedBoolean, Boolean.TRUE, Boolean.FALSE, null);
        matrix.echo("echoBoxedByte", TypeService::echoBoxedByte, Byte.MIN_VALUE, Byte.MAX_VALUE, null);
        matrix.echo("echoBoxedShort", TypeService::echoBoxedShort, Short.MIN_VALUE, Short.MAX_VALUE, null);
        matrix.echo("echoBoxedInt", TypeService::echoBoxedInt, Integer.MIN_VALUE, Integer.MAX_VALUE, null);
        matrix.echo("echoBoxedLong", TypeService::echoBoxedLong, Long.MIN_VALUE, Long.MAX_VALUE, 1L, null);
        matrix.echo("echoBoxedChar", TypeService::echoBoxedChar, 'z', '\u4e2d', null);
        matrix.echo("echoBoxedFloat", TypeService::echoBoxedFloat, 1.5f, 0.1f, Float.NaN, null);
        matrix.echo("echoBoxedDouble", TypeService::echoBoxedDouble, 1.5, Double.MAX_VALUE, null);
    }

    private static void beans(Matrix matrix) {
        Scalars extreme = new Scalars();
        extreme.primitiveBoolean = true;
        extreme.primitiveByte = Byte.MIN_VALUE;
        extreme.primitiveShort = Short.MAX_VALUE;
        extreme.primitiveInt = Integer.MIN_VALUE;
        extreme.primitiveLong = Long.MAX_VALUE;
        extreme.primitiveChar = '\u4e2d';
        extreme.primitiveDouble = Math.PI;
        extreme.boxedBoolean = Boolean.TRUE;
        extreme.boxedByte = Byte.MAX_VALUE;
        extreme.boxedShort = Short.MIN_VALUE;
        extreme.boxedInt = 70_000;
        extreme.boxedLong = 5L;
        extreme.boxedChar = 'c';
        extreme.boxedDouble = -0.5;
        matrix.echo("echoScalars", TypeService::echoScalars, new Scalars(), extreme, null);
        if (TypeLimits.floatFieldsAreDeadly(matrix.session())) {
            matrix.cases()
                    .limit(
                            "float fields",
                            "hessian-lite 4.0.4 writes over neighbouring memory: the JVM of Dubbo 3.3 crashes");
        } else {
            floatFields(matrix);
        }
    }

    private static void floatFields(Matrix matrix) {
        matrix.echo(
                "echoFloatNeighbours",
                TypeService::echoFloatNeighbours,
                new FloatNeighbours(),
                fill(new FloatNeighbours()));
        FloatChild child = fill(new FloatChild());
        child.own = -3.75f;
        child.neighbour = 12345;
        matrix.echo("echoFloatChild", TypeService::echoFloatChild, child);
    }

    private static <T extends FloatNeighbours> T fill(T value) {
        value.before = Long.MIN_VALUE + 1;
        value.first = 1.5f;
        value.between = -7;
        value.second = 0.1f;
        value.after = 3;
        value.boxed = Float.MAX_VALUE;
        value.array = new float[] {0.1f, -2.5f, Float.NaN};
        return value;
    }

    private static void strings(Matrix matrix) {
        matrix.echo(
                "echoString",
                TypeService::echoString,
                "",
                "a",
                "0123456789012345678901234567890",
                "01234567890123456789012345678901",
                "\u0000\t\r\n\"",
                "\u00e9\u4e2d\u6587",
                "a" + SMILE + "b",
                SMILE.repeat(600),
                "\ud83d alone",
                null);
        matrix.echoOne("echoString", "70000 ascii", TypeService::echoString, "0123456789".repeat(7_000));
        matrix.echoOne(
                "echoString", "70000 mixed", TypeService::echoString, ("ab\u00e9\u4e2d" + SMILE + "!").repeat(10_000));
        // The chunk limit of hessian, 32768 UTF-16 units, falls into the middle of a surrogate pair.
        matrix.echoOne("echoString", "pair over the chunk limit", TypeService::echoString, "x" + SMILE.repeat(17_000));
    }
}
