// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.core.internal.value.Samples.Colour;
import io.tern.rpc.core.internal.value.Samples.Node;
import io.tern.rpc.core.internal.value.Samples.Part;
import io.tern.rpc.core.internal.value.Samples.Point;
import io.tern.rpc.spi.ClassPolicy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a service returns becomes descriptors, and descriptors of peers become what a service declares. */
class DescribedValuesTest {
    private final DescribedValues described = new DescribedValues();
    private final TypedValues typed = TypedValues.ofPeers(
            new ClassPolicy() {
                @Override
                public boolean admits(String className) {
                    return className.startsWith(Samples.class.getName());
                }

                @Override
                public String cure(String className) {
                    return "name it in tern.serialize.allow";
                }
            },
            DescribedValuesTest.class.getClassLoader());

    /** No policy admits it. */
    public static final class Stranger {}

    /** Its getter fails. */
    public static final class Broken {
        public String getName() {
            throw new IllegalStateException("secret");
        }
    }

    private JavaBeanDescriptor describe(Object value) {
        return (JavaBeanDescriptor) described.of(value);
    }

    private Object realized(Object descriptor, Type type) {
        return typed.of(DescribedParts.of(descriptor), type);
    }

    private static Part part(String name) {
        Part part = new Part();
        part.setName(name);
        part.colour = Colour.GREEN;
        return part;
    }

    private static JavaBeanDescriptor bean(Class<?> type) {
        return new JavaBeanDescriptor(type.getName(), JavaBeanDescriptor.TYPE_BEAN);
    }

    @Test
    void valuesWithoutPartsAreDescribedAsTheyAre() {
        for (Object value : List.of(1, 2L, "a", 'c', true, new BigDecimal("1.0"), new Date(1), LocalDate.EPOCH)) {
            JavaBeanDescriptor one = describe(value);
            assertThat(one.isPrimitiveType()).isTrue();
            assertThat(one.getClassName()).isEqualTo(value.getClass().getName());
            assertThat(one.getPrimitiveProperty()).isSameAs(value);
            assertThat(realized(one, value.getClass())).isEqualTo(value);
        }
        assertThat(described.of(null)).isNull();
        assertThat(DescribedParts.of(null)).isNull();
        JavaBeanDescriptor own = bean(Part.class);
        assertThat(described.of(own)).isSameAs(own);
    }

    @Test
    void everyOtherKindSaysItsClassAndItsParts() {
        JavaBeanDescriptor constant = describe(Colour.GREEN);
        assertThat(constant.getClassName()).isEqualTo(Colour.class.getName());
        assertThat(constant.getEnumPropertyName()).isEqualTo("GREEN");
        assertThat(realized(constant, Colour.class)).isEqualTo(Colour.GREEN);
        assertThat(realized(constant, Object.class)).isEqualTo(Colour.GREEN);

        JavaBeanDescriptor type = describe(String.class);
        assertThat(type.getClassName()).isEqualTo("java.lang.Class");
        assertThat(type.getClassNameProperty()).isEqualTo("java.lang.String");
        assertThat(realized(type, String.class)).isEqualTo("java.lang.String");

        JavaBeanDescriptor array = describe(new int[] {4, 5});
        assertThat(array.isArrayType()).isTrue();
        assertThat(array.getClassName()).isEqualTo("int");
        assertThat(array.propertySize()).isEqualTo(2);
        assertThat(((JavaBeanDescriptor) array.getProperty(1)).getPrimitiveProperty())
                .isEqualTo(5);
        assertThat(realized(array, int[].class)).isEqualTo(new int[] {4, 5});

        JavaBeanDescriptor part = describe(part("bolt"));
        assertThat(part.isBeanType()).isTrue();
        assertThat(part.getClassName()).isEqualTo(Part.class.getName());
        assertThat(part).extracting(Map.Entry::getKey).containsExactlyInAnyOrder("name", "count", "colour");
        assertThat(realized(part, Part.class)).isEqualTo(part("bolt"));
        // Where nothing is declared, the name counts, if the policy admits it.
        assertThat(realized(part, Object.class)).isEqualTo(part("bolt"));
        assertThat(realized(describe(new Point(1, 2, "a")), Point.class)).isEqualTo(new Point(1, 2, "a"));
    }

    @Test
    void collectionsAndMapsNameAClassThatDubboCanMake() {
        assertThat(describe(List.of(1)).getClassName()).isEqualTo("java.util.ArrayList");
        assertThat(describe(Collections.unmodifiableSet(new java.util.HashSet<>()))
                        .getClassName())
                .isEqualTo("java.util.LinkedHashSet");
        assertThat(describe(Map.of(1, 2)).getClassName()).isEqualTo("java.util.LinkedHashMap");
        assertThat(describe(new TreeMap<>()).getClassName()).isEqualTo("java.util.TreeMap");

        JavaBeanDescriptor map = describe(Map.of("k", new ArrayList<>(Arrays.asList("a", null))));
        assertThat(map.isMapType()).isTrue();
        assertThat(map.iterator().next().getKey()).isInstanceOf(JavaBeanDescriptor.class);
        assertThat(realized(map, Map.class)).isEqualTo(Map.of("k", Arrays.asList("a", null)));
        Map<String, Integer> noKey = new HashMap<>();
        noKey.put(null, 1);
        assertThatThrownBy(() -> described.of(noKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key null");
    }

    @Test
    void whatIsContainedTwiceIsOneDescriptorAndBecomesOneObject() {
        Node node = new Node();
        node.setNext(node);
        JavaBeanDescriptor one = describe(node);
        assertThat(one.getProperty("next")).isSameAs(one);
        Node again = (Node) realized(one, Node.class);
        assertThat(again.getNext()).isSameAs(again);

        Part shared = part("bolt");
        List<?> both = (List<?>) realized(describe(List.of(shared, shared)), Samples.type("parts"));
        assertThat(both.get(0)).isSameAs(both.get(1)).isEqualTo(shared);
    }

    @Test
    void whatCannotBeReadOrEndsNeverIsRefused() {
        assertThatThrownBy(() -> described.of(new Broken()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name of " + Broken.class.getTypeName() + " cannot be read");
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;
        assertThatThrownBy(() -> described.of(tooDeep)).hasMessageContaining("more than 500 deep");

        JavaBeanDescriptor chain = bean(Part.class);
        for (int i = 0; i < 1_000; i++) {
            JavaBeanDescriptor outer = bean(Part.class);
            outer.setProperty("next", chain);
            chain = outer;
        }
        JavaBeanDescriptor endless = chain;
        assertThatThrownBy(() -> DescribedParts.of(endless)).hasMessageContaining("more than 500 deep");
        // Each key contains the map that it is a key of.
        JavaBeanDescriptor itself = new JavaBeanDescriptor("java.util.HashMap", JavaBeanDescriptor.TYPE_MAP);
        for (int i = 0; i < 2; i++) {
            JavaBeanDescriptor key = new JavaBeanDescriptor("java.util.HashMap", JavaBeanDescriptor.TYPE_MAP);
            key.setProperty("map", itself);
            itself.setProperty(key, null);
        }
        assertThatThrownBy(() -> realized(itself, Map.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refers to itself");
    }

    @Test
    void descriptorsThatContradictThemselvesAreRefused() {
        assertThatThrownBy(() -> DescribedParts.of("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is no JavaBeanDescriptor")
                .hasMessageNotContaining("secret");
        JavaBeanDescriptor none = new JavaBeanDescriptor();
        assertThatThrownBy(() -> DescribedParts.of(none)).hasMessageContaining("its type 0 is none");
        none.setType(JavaBeanDescriptor.TYPE_BEAN);
        assertThatThrownBy(() -> DescribedParts.of(none)).hasMessageContaining("no name of a class");
        JavaBeanDescriptor list = new JavaBeanDescriptor("java.util.ArrayList", JavaBeanDescriptor.TYPE_COLLECTION);
        list.setProperty(7, null);
        assertThatThrownBy(() -> DescribedParts.of(list)).hasMessageContaining("none of the index 0");
        JavaBeanDescriptor array = new JavaBeanDescriptor("int", JavaBeanDescriptor.TYPE_ARRAY);
        array.setProperty("0", 1);
        assertThatThrownBy(() -> DescribedParts.of(array)).hasMessageContaining("none of the index 0");
        JavaBeanDescriptor constant = new JavaBeanDescriptor(Colour.class.getName(), JavaBeanDescriptor.TYPE_ENUM);
        assertThatThrownBy(() -> DescribedParts.of(constant)).hasMessageContaining("no name of a constant");
        assertThatThrownBy(() -> list.setType(8)).hasMessageContaining("1 to 7");
        assertThatThrownBy(() -> list.setClassName("")).hasMessageContaining("the name of a class");
    }

    @Test
    void aNameThatIsNotAdmittedOrDoesNotFitIsRefusedAndAPropertyCannotForgeIt() {
        assertThatThrownBy(() -> realized(bean(Stranger.class), Object.class))
                .hasMessageContaining("class " + Stranger.class.getName() + " is not admitted")
                .hasMessageContaining("tern.serialize.allow");
        assertThatThrownBy(() -> realized(bean(Point.class), Part.class))
                .hasMessageContaining("which is no " + Part.class.getTypeName());
        JavaBeanDescriptor forged = describe(part("bolt"));
        forged.setProperty("class", describe(Stranger.class.getName()));
        assertThat(realized(forged, Part.class)).isEqualTo(part("bolt"));
    }

    @Test
    void whatTheServiceDoesNotKnowIsPassedOver() {
        JavaBeanDescriptor newer = describe(part("bolt"));
        newer.setClassName("com.acme.NotHere");
        newer.setProperty("added", describe(1));
        assertThat(realized(newer, Part.class)).isEqualTo(part("bolt"));
    }
}
