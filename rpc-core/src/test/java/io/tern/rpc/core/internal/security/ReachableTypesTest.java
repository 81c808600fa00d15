// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.OrderService;
import com.acme.shop.dto.Basket;
import com.acme.shop.dto.Colour;
import com.acme.shop.dto.Order;
import com.acme.shop.dto.OrderException;
import com.acme.shop.dto.OrderKey;
import com.acme.shop.dto.Parts;
import com.acme.shop.dto.Priced;
import com.acme.shop.dto.PricedItem;
import com.acme.shop.dto.Reply;
import com.acme.shop.dto.Shape;
import com.acme.shop.other.Secret;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachableTypesTest {
    private final ReachableTypes types = new ReachableTypes();

    @Test
    void findsWhatDeclarationsLeadTo() {
        assertThat(types.add(OrderService.class))
                .contains(
                        Order.class.getName(),
                        Parts.Base.class.getName(),
                        Parts.Line.class.getName(),
                        Order.Note.class.getName(),
                        Order.NoteText.class.getName(),
                        Parts.Address.class.getName(),
                        OrderKey.class.getName(),
                        Reply.class.getName(),
                        Basket.class.getName(),
                        OrderException.class.getName(),
                        OrderException.Reason.class.getName(),
                        Colour.class.getName(),
                        Colour.RED.getClass().getName(),
                        Priced.class.getName(),
                        Shape.class.getName(),
                        Shape.Circle.class.getName(),
                        Shape.Path.class.getName(),
                        "java.awt.Point");
    }

    @Test
    void doesNotFindNeighboursImplementersTransientOrStaticFields() {
        assertThat(types.add(OrderService.class))
                .doesNotContain(
                        Order.Unused.class.getName(),
                        PricedItem.class.getName(),
                        Secret.class.getName(),
                        Shape.Spline.class.getName(),
                        OrderService.class.getName())
                .noneMatch(name -> name.startsWith("[") || name.startsWith("jdk.") || name.startsWith("sun."));
    }

    @Test
    void doesNotLookIntoClassesOfTheJdk() {
        // java.awt.Point has a superclass and java.util.HashMap has entries; neither is declared.
        assertThat(types.add(OrderService.class)).doesNotContain("java.awt.geom.Point2D", "java.util.HashMap$Node");
    }

    @Test
    void expandsATypeOnceInItsLife() {
        types.add(OrderService.class);

        assertThat(types.add(SameAgain.class)).isEqualTo(Set.of());
    }

    @Test
    void aFieldWhoseClassIsMissingClosesOnlyWhatItLeadsTo() throws Exception {
        try (PartialLoader loader = new PartialLoader(Basket.class.getName())) {
            Class<?> broken = loader.loadClass(WithMissingField.class.getName());

            assertThat(types.add(broken)).contains(WithMissingField.Holder.class.getName(), OrderKey.class.getName());
        }
    }

    interface SameAgain {
        Order[] orders(OrderKey key);
    }

    public interface WithMissingField {
        void take(Holder holder, OrderKey key);

        class Holder {
            public Basket basket;
        }
    }

    /** Loads the tests' classes anew, all but one. */
    private static final class PartialLoader extends java.net.URLClassLoader {
        private final String missing;

        PartialLoader(String missing) {
            super(
                    new java.net.URL[] {
                        ReachableTypesTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
