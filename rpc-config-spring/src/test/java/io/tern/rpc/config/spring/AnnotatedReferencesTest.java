// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.annotation.EnableRpc;
import io.tern.rpc.config.spring.annotation.RpcMethod;
import io.tern.rpc.config.spring.annotation.RpcParameter;
import io.tern.rpc.config.spring.annotation.RpcReference;
import io.tern.rpc.config.spring.internal.TernLifecycle;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.ElementKind;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** {@code @RpcReference} in every place where it may stand. */
@Timeout(60)
class AnnotatedReferencesTest {
    private static final String URL = "dubbo://127.0.0.1:1";

    @Configuration
    @EnableRpc(scanBasePackages = "com.acme.none")
    static class Enabled {}

    static class Fields {
        @RpcReference(
                url = URL,
                check = "false",
                timeout = "${t:77}",
                retries = "#{1 + 1}",
                methods = @RpcMethod(name = "findFoo", async = "true", isReturn = "true", sent = "true"),
                parameters = @RpcParameter(key = "zone", value = "${zone:east}"))
        private FooService foo;

        @Autowired
        @RpcReference(id = "second", url = URL, check = "false", timeout = "5")
        FooService other;
    }

    static class Setters {
        FooService foo;
        private BarService bar;

        @RpcReference(url = URL, check = "false", group = "blue")
        private void setFoo(FooService foo) {
            this.foo = foo;
        }

        @Autowired
        void use(@RpcReference(url = URL, check = "false") BarService bar, Fields others) {
            this.bar = bar;
            assertThat(others.foo).isNotNull();
        }
    }

    static class Constructed {
        final FooService foo;
        final Fields others;

        Constructed(@RpcReference(url = URL, check = "false", version = "1.0") FooService foo, Fields others) {
            this.foo = foo;
            this.others = others;
        }
    }

    @Test
    void fieldsSettersAndParametersGetTheirReferences() {
        try (XmlContext context = context(Fields.class, Setters.class, Constructed.class)) {
            ReferenceSettings field = settings(context, context.getBean(Fields.class).foo);
            assertThat(field.defaults().timeoutMillis()).isEqualTo(77);
            assertThat(field.defaults().retries()).isEqualTo(2);
            MethodSettings method = field.method("findFoo");
            assertThat(method.async()).isTrue();
            assertThat(method.sent()).isTrue();
            assertThat(field.parameters()).containsEntry("zone", "east");
            assertThat(settings(context, context.getBean(Fields.class).other).id())
                    .isEqualTo("second");
            Setters setters = context.getBean(Setters.class);
            assertThat(settings(context, setters.foo).service().group()).isEqualTo("blue");
            assertThat(settings(context, setters.bar).serviceInterface()).isEqualTo(BarService.class);
            Constructed constructed = context.getBean(Constructed.class);
            assertThat(settings(context, constructed.foo).service().version()).isEqualTo("1.0");
            assertThat(constructed.others).isSameAs(context.getBean(Fields.class));
        }
    }

    @Configuration
    @EnableRpc(scanBasePackages = "com.acme.none")
    static class Beans {
        @Bean
        @RpcReference(url = URL, check = "false", timeout = "11")
        FooService foo() {
            throw new AssertionError("a reference is made, not this");
        }

        @Bean
        @Qualifier("special")
        @RpcReference(url = URL, check = "false", timeout = "12")
        ReferenceBean<BarService> bar() {
            throw new AssertionError("a reference is made, not this");
        }

        @Bean
        List<Object> user(
                FooService foo,
                @Qualifier("special") BarService special,
                @RpcReference(url = URL, check = "false", timeout = "13") BarService bar) {
            return List.of(foo, special, bar);
        }

        @Bean
        Object caller() {
            return foo();
        }
    }

    @Test
    void aBeanMethodStandsForTheReferenceAndItsParametersMayBeReferences() {
        try (XmlContext context = context(Beans.class)) {
            List<?> user = (List<?>) context.getBean("user");
            assertThat(user.get(0)).isSameAs(context.getBean("foo"));
            assertThat(settings(context, user.get(0)).defaults().timeoutMillis())
                    .isEqualTo(11);
            assertThat(user.get(1)).isSameAs(context.getBean("bar"));
            assertThat(settings(context, user.get(1)).defaults().timeoutMillis())
                    .isEqualTo(12);
            assertThat(settings(context, user.get(2)).defaults().timeoutMillis())
                    .isEqualTo(13);
            assertThat(context.getBean("caller")).isSameAs(context.getBean("foo"));
            assertThat(context.getBean("&bar")).isInstanceOf(ReferenceBean.class);
        }
    }

    static class OneHere {
        @RpcReference(url = URL, check = "false")
        FooService foo;
    }

    static class OneThere {
        private final FooService foo;

        @Autowired
        FooService byType;

        OneThere(@RpcReference(url = " " + URL, check = "false") FooService foo) {
            this.foo = foo;
        }
    }

    @Test
    void placesThatSayTheSameShareOneBeanWhichIsFoundByTypeToo() {
        try (XmlContext context = context(OneHere.class, OneThere.class)) {
            assertThat(context.getBeanNamesForType(FooService.class)).containsExactly(FooService.class.getName());
            FooService shared = context.getBean(OneHere.class).foo;
            assertThat(context.getBean(OneThere.class).foo).isSameAs(shared);
            assertThat(context.getBean(OneThere.class).byType).isSameAs(shared);
            assertThat(context.getBean(FooService.class)).isSameAs(shared);
        }
    }

    @Test
    void aReferenceOfTheXmlThatSaysTheSameIsShared() {
        XmlContext context = new XmlContext();
        context.registerBean(Enabled.class);
        context.registerBean(OneHere.class);
        context.file(
                "a.xml",
                APPLICATION + "<dubbo:reference id=\"fromXml\" interface=\"" + FooService.class.getName() + "\" url=\""
                        + URL + "\" check=\"false\"/>");
        try (context) {
            context.refresh();
            assertThat(context.getBeanNamesForType(FooService.class)).containsExactly("fromXml");
            assertThat(context.getBean(OneHere.class).foo).isSameAs(context.getBean("fromXml"));
        }
    }

    @Test
    void defaultsOfTheXmlCountAndSoDoTheRanks() {
        XmlContext context = new XmlContext();
        context.registerBean(Enabled.class);
        context.registerBean(Fields.class);
        context.registerBean(OneHere.class);
        context.file("a.xml", APPLICATION + "<dubbo:consumer timeout=\"999\" group=\"all\"/>");
        try (context) {
            context.refresh();
            ReferenceSettings own = settings(context, context.getBean(Fields.class).foo);
            ReferenceSettings plain = settings(context, context.getBean(OneHere.class).foo);
            assertThat(own.defaults().timeoutMillis()).isEqualTo(77);
            assertThat(own.service().group()).isEqualTo("all");
            assertThat(plain.defaults().timeoutMillis()).isEqualTo(999);
            assertThat(own.defaults().origins().get("timeout").toString())
                    .contains("@RpcReference", Fields.class.getName() + ".foo");
        }
    }

    static class Mistakes {
        @RpcReference(url = URL, timeout = "abc", methods = @RpcMethod(name = "findFo"))
        FooService foo;

        @RpcReference(url = URL)
        static FooService shared;

        @RpcReference(url = URL)
        void two(FooService one, FooService other) {}

        @RpcReference(url = URL, interfaceClass = FooService.class)
        BarService bar;

        @RpcReference(url = URL, group = "${no.such}")
        void setBar(BarService bar) {}
    }

    @Test
    void everyMistakeNamesClassAndMember() {
        XmlContext context = prepared(Enabled.class, Mistakes.class);
        String place = Mistakes.class.getName();

        assertThat(context.mistakes())
                .hasSize(6)
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-02 @RpcReference interface \"" + FooService.class.getName()
                                + "\": attribute timeout = \"abc\"")
                        .endsWith("At " + place + ".foo."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-09 @RpcMethod name \"findFo\" in @RpcReference")
                        .endsWith("At " + place + ".foo."))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-01 ").endsWith("At " + place + ".shared."))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-01 ").endsWith("At " + place + ".two()."))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-08 ").endsWith("At " + place + ".bar."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-13 ")
                        .contains("no.such")
                        .endsWith("At " + place + ".setBar()."));
    }

    static class SameId {
        @RpcReference(id = "same", url = URL, check = "false", timeout = "1")
        FooService one;

        @RpcReference(id = "same", url = URL, check = "false", timeout = "1")
        FooService equal;

        @RpcReference(id = "same", url = URL, check = "false", timeout = "2")
        FooService other;
    }

    @Test
    void anIdForDifferentSettingsIsReportedWithBothPlaces() {
        assertThat(prepared(Enabled.class, SameId.class).mistakes())
                .singleElement()
                .asString()
                .startsWith("CFG-12 ")
                .contains(SameId.class.getName() + ".one", SameId.class.getName() + ".other");
    }

    static class Late {
        @RpcReference(url = URL, check = "false", timeout = "21")
        FooService foo;

        @RpcReference(url = URL, check = "false")
        FooService known;
    }

    @Test
    void anObjectThatIsNoBeanGetsReferencesWhenItIsAutowired() {
        try (XmlContext context = context(OneHere.class)) {
            Late first = new Late();
            Late second = new Late();
            context.getAutowireCapableBeanFactory().autowireBean(first);
            context.getAutowireCapableBeanFactory().autowireBean(second);

            assertThat(first.foo).isNotNull().isSameAs(second.foo);
            assertThat(first.known).isSameAs(context.getBean(FooService.class));
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @RpcReference(url = URL, check = "false", timeout = "31")
    @interface Slow {}

    static class Composed {
        @Slow
        FooService foo;
    }

    @Test
    void anAnnotationMayStandForOneWithSettings() {
        try (XmlContext context = context(Composed.class)) {
            assertThat(settings(context, context.getBean(Composed.class).foo)
                            .defaults()
                            .timeoutMillis())
                    .isEqualTo(31);
        }
    }

    @Lazy
    static class Eager {
        Eager() {
            throw new AssertionError("nobody asked for this bean");
        }

        @RpcReference(url = URL, check = "false", group = "lazy")
        FooService foo;
    }

    /** Would miss beans that are created too early. */
    static class Witness implements BeanPostProcessor {
        private final List<String> names = new ArrayList<>();

        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            names.add(name);
            return bean;
        }
    }

    @Test
    void noBeanIsCreatedBecauseItsReferencesAreLookedFor() {
        XmlContext context = prepared(Enabled.class, OneHere.class);
        context.registerBean("lazy", Eager.class, definition -> definition.setLazyInit(true));
        context.registerBean("witness", Witness.class);
        context.registerBean("last", Sample.Hooks.class);
        try (context) {
            context.refresh();
            assertThat(context.getBean(Witness.class).names)
                    .contains("last", FooService.class.getName())
                    .doesNotContain("lazy");
            assertThat(context.getBeanNamesForType(FooService.class)).hasSize(2);
            assertThatThrownBy(() -> context.getBean("lazy")).isInstanceOf(BeanCreationException.class);
        }
    }

    @Test
    void withoutTheSwitchNothingIsRead() {
        try (XmlContext context = prepared(OneHere.class)) {
            context.refresh();
            assertThat(context.getBean(OneHere.class).foo).isNull();
        }
    }

    @Test
    void aChildContextHasItsOwnReferencesAndSharesTheApplication() {
        try (XmlContext parent = XmlContext.of("<dubbo:consumer timeout=\"55\"/>");
                XmlContext child = new XmlContext(parent)) {
            child.registerBean(Enabled.class);
            child.registerBean(OneHere.class);
            child.file("child.xml", "");
            child.refresh();
            assertThat(settings(child, child.getBean(OneHere.class).foo)
                            .defaults()
                            .timeoutMillis())
                    .isEqualTo(55);
            assertThat(parent.getBeanNamesForType(FooService.class)).isEmpty();
        }
    }

    private static XmlContext context(Class<?>... classes) {
        XmlContext context = prepared(classes);
        context.registerBean(Enabled.class);
        context.refresh();
        return context;
    }

    private static XmlContext prepared(Class<?>... classes) {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION);
        for (Class<?> type : classes) {
            context.registerBean(type);
        }
        return context;
    }

    /** The settings of the reference whose object this is. */
    private static ReferenceSettings settings(XmlContext context, @Nullable Object reference) {
        TernLifecycle tern = context.getBean(TernLifecycle.BEAN_NAME, TernLifecycle.class);
        for (WrittenElement element : WrittenElements.of(context).elements()) {
            if (element.kind() == ElementKind.REFERENCE
                    && tern.reference(element).get() == reference) {
                return tern.reference(element).settings();
            }
        }
        throw new AssertionError("not a reference of this context: " + reference);
    }
}
