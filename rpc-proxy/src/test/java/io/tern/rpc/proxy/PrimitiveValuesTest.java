// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.proxy.Samples.Primitives;
import io.tern.rpc.proxy.Samples.PrimitivesBean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every value of every primitive type comes through stub and dispatcher unchanged, with both factories. */
class PrimitiveValuesTest {
    private final Primitives generated =
            new Wired(new JavassistProxyFactory()).loop(Primitives.class, new PrimitivesBean());
    private final Primitives jdk = new Wired(new JdkProxyFactory()).loop(Primitives.class, new PrimitivesBean());

    @Property(tries = 1000)
    void wholeNumbersComeThrough(@ForAll byte a, @ForAll short b, @ForAll int c, @ForAll long d) {
        assertThat(generated.echo(a)).isEqualTo(jdk.echo(a)).isEqualTo(a);
        assertThat(generated.echo(b)).isEqualTo(jdk.echo(b)).isEqualTo(b);
        assertThat(generated.echo(c)).isEqualTo(jdk.echo(c)).isEqualTo(c);
        assertThat(generated.echo(d)).isEqualTo(jdk.echo(d)).isEqualTo(d);
    }

    @Property(tries = 1000)
    void floatingNumbersComeThroughBitForBit(@ForAll("doubles") double value) {
        float single = (float) value;
        assertThat(Double.doubleToRawLongBits(generated.echo(value)))
                .isEqualTo(Double.doubleToRawLongBits(jdk.echo(value)))
                .isEqualTo(Double.doubleToRawLongBits(value));
        assertThat(Float.floatToRawIntBits(generated.echo(single)))
                .isEqualTo(Float.floatToRawIntBits(jdk.echo(single)))
                .isEqualTo(Float.floatToRawIntBits(single));
    }

    @Property(tries = 1000)
    void charactersAndBooleansComeThrough(@ForAll char value, @ForAll boolean flag) {
        assertThat(generated.echo(value)).isEqualTo(jdk.echo(value)).isEqualTo(value);
        assertThat(generated.flip(flag)).isEqualTo(jdk.flip(flag)).isEqualTo(!flag);
    }

    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(
                        0d,
                        -0d,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE));
    }
}
