// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.config.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One element as somebody wrote it, in XML or in code: nothing is checked, and nothing is added.
 *
 * <p>Code writes the same attributes that XML has, by the same names, so that there is one set of rules for both:
 *
 * <pre>{@code
 * ConfigElement.reference(FooService.class)
 *         .set("url", "dubbo://127.0.0.1:20880")
 *         .set("timeout", 1000)
 *         .method("findFoo", method -> method.set("async", true).set("sent", true));
 * }</pre>
 *
 * <p>Mutable while it is built, and read by one thread afterwards.
 */
public final class ConfigElement {
    private final ElementKind kind;
    private final Map<String, Written> attributes = new LinkedHashMap<>();
    private final List<ConfigElement> children = new ArrayList<>();
    private @Nullable ConfigElement parent;
    private @Nullable String id;
    private @Nullable String resource;
    private @Nullable String author;

    /**
     * The value of one attribute.
     *
     * @param text as it was written, placeholders resolved
     * @param object the class or bean itself where code gave one instead of its name; otherwise null
     */
    public record Written(String text, @Nullable Object object) {}

    private ConfigElement(ElementKind kind) {
        this.kind = requireNonNull(kind, "kind");
    }

    /** An element without attributes. */
    public static ConfigElement of(ElementKind kind) {
        return new ConfigElement(kind);
    }

    /** A reference to a service with this interface. */
    public static ConfigElement reference(Class<?> serviceInterface) {
        return of(ElementKind.REFERENCE).set("interface", serviceInterface);
    }

    /** A service with this interface, served by this object. */
    public static ConfigElement service(Class<?> serviceInterface, Object implementation) {
        return of(ElementKind.SERVICE).set("interface", serviceInterface).set("ref", implementation);
    }

    /** Gives it the name by which other elements refer to it; without one the resolver finds a name. */
    public ConfigElement id(@Nullable String beanId) {
        id = beanId;
        return this;
    }

    /** The file that holds the element, for messages. */
    public ConfigElement resource(@Nullable String file) {
        resource = file;
        return this;
    }

    /** What its author calls it where that is not the XML's name, such as {@code @RpcReference}, for messages. */
    public ConfigElement writtenAs(@Nullable String name) {
        author = name;
        return this;
    }

    /**
     * Writes an attribute.
     *
     * @param value a text, number, boolean or {@link Class}; for {@code ref} any object, which then is the bean itself. Null
     *     takes the attribute away
     */
    public ConfigElement set(String attribute, @Nullable Object value) {
        requireNonNull(attribute, "attribute");
        if (value == null) {
            attributes.remove(attribute);
        } else if (value instanceof Class<?> type) {
            attributes.put(attribute, new Written(type.getName(), type));
        } else if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            attributes.put(attribute, new Written(value.toString(), null));
        } else {
            attributes.put(attribute, new Written(value.getClass().getName(), value));
        }
        return this;
    }

    /** Adds a {@code dubbo:parameter}. */
    public ConfigElement parameter(String key, String value) {
        return add(of(ElementKind.PARAMETER).set("key", key).set("value", value));
    }

    /** Adds a {@code dubbo:method} and lets {@code attributes} write it. */
    public ConfigElement method(String name, Consumer<ConfigElement> attributesOfMethod) {
        ConfigElement method = of(ElementKind.METHOD).set("name", name);
        add(method);
        attributesOfMethod.accept(method);
        return this;
    }

    /** Adds an element inside this one. */
    public ConfigElement add(ConfigElement child) {
        child.parent = this;
        children.add(child);
        return this;
    }

    /** What it is. */
    public ElementKind kind() {
        return kind;
    }

    /** The name by which other elements refer to it; null if none was given yet. */
    public @Nullable String id() {
        return id;
    }

    /** The element around this one; null at the top of a file. */
    public @Nullable ConfigElement parent() {
        return parent;
    }

    /** The file that holds it; null if code made it. */
    public @Nullable String resource() {
        return resource == null && parent != null ? parent.resource() : resource;
    }

    /** Everything that was written, in that order. */
    public Map<String, Written> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    /** The text of an attribute; null if it was not written. */
    public @Nullable String text(String attribute) {
        Written written = attributes.get(attribute);
        return written == null ? null : written.text();
    }

    /** The object that code gave for an attribute; null if there is none. */
    public @Nullable Object object(String attribute) {
        Written written = attributes.get(attribute);
        return written == null ? null : written.object();
    }

    /** The elements inside, in order. */
    public List<ConfigElement> children() {
        return Collections.unmodifiableList(children);
    }

    /** The elements of one kind inside, in order. */
    public List<ConfigElement> children(ElementKind wanted) {
        return children.stream().filter(child -> child.kind == wanted).toList();
    }

    /** Where an attribute of this element is written; null means the element as a whole. */
    public Origin origin(@Nullable String attribute) {
        return place().origin(attribute);
    }

    private ElementPlace place() {
        Map<String, String> texts = new LinkedHashMap<>();
        attributes.forEach((name, written) -> texts.put(name, written.text()));
        ElementPlace place = ElementPlace.of(kind, texts, parent == null ? null : parent.place(), resource());
        return author == null
                ? place
                : new ElementPlace(author, place.id(), place.label(), place.parent(), place.resource());
    }

    /** For messages. */
    @Override
    public String toString() {
        return origin(null).toString();
    }
}
