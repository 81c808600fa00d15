// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Hessian 2 values of a peer that is not trusted: every class name passes the {@link ClassLookup}, every count the
 * {@link Budget}, before anything is made of it. Not thread-safe; after an exception it must not be used again.
 */
final class GuardedInput {
    private static final int FIRST_DEFINITIONS = 16;
    private static final int KEPT_DEFINITIONS = 64;

    private final ClassLookup lookup;
    private final FormTable forms;
    private final DefinitionCache known;
    private final ByteSource source = new ByteSource();
    private final ScalarInput scalars = new ScalarInput(source);
    private final Budget budget = new Budget(source);
    private final ContainerInput containers = new ContainerInput(this, budget);
    private @Nullable Definition[] definitions = new @Nullable Definition[FIRST_DEFINITIONS];
    private int definitionCount;
    private List<TypeName> types = new ArrayList<>();
    // In an exception a class that is not admitted costs only the field it stands in, never the whole exception.
    private boolean lenient;

    /** A name of a list or map type, which later ones refer to by number. */
    record TypeName(String name, Resolution resolution, int dimensions) {}

    GuardedInput(ClassLookup lookup, FormTable forms, DefinitionCache known) {
        this.lookup = lookup;
        this.forms = forms;
        this.known = known;
    }

    void open(InputStream in, int length) {
        source.open(in, length);
    }

    /** Makes ready for the next message and lets go of everything of the last one. */
    void clear() {
        source.clear();
        scalars.clear();
        budget.clear();
        if (definitions.length > KEPT_DEFINITIONS) {
            definitions = new @Nullable Definition[FIRST_DEFINITIONS];
        } else {
            Arrays.fill(definitions, 0, definitionCount, null);
        }
        definitionCount = 0;
        if (types.size() > KEPT_DEFINITIONS) {
            types = new ArrayList<>();
        } else if (!types.isEmpty()) {
            types.clear();
        }
        lenient = false;
    }

    ScalarInput scalars() {
        return scalars;
    }

    int position() {
        return source.position();
    }

    /** Reads an exception: classes that are refused are left out instead of failing the message. */
    @Nullable
    Object readThrowable() {
        lenient = true;
        Object value = read(TypeUse.THROWABLE);
        lenient = false;
        return value;
    }

    /** Reads the start of a map of text keys that is not to become a Java object; false if there is null instead. */
    boolean startAttachments() {
        int tag = source.read();
        if (tag == Tags.NULL) {
            return false;
        }
        if (tag == Tags.MAP) {
            readType();
        } else if (tag != Tags.UNTYPED_MAP) {
            throw scalars.unexpected("attachments, a map", tag);
        }
        budget.addReference(Map.of());
        return true;
    }

    /** Whether a map or list without declared length ends here; the end mark is then consumed. */
    boolean atEnd() {
        if (source.peek() != Tags.END) {
            return false;
        }
        source.read();
        return true;
    }

    /**
     * Reads a value of a declared type. Values nest, and the stack of a thread is small: between a value and those inside it
     * there are as few methods as possible.
     */
    @Nullable
    Object read(TypeUse use) {
        budget.value();
        int tag = source.peek();
        if (!Tags.isStructure(tag)) {
            Object scalar = Coercion.read(scalars, source, use, tag);
            return scalar == null || use.kind() != TypeUse.Kind.OTHER ? scalar : fit(use, scalar);
        }
        budget.enter();
        source.read();
        while (tag == Tags.DEFINITION) {
            readDefinition();
            tag = source.read();
        }
        Object value;
        if (Tags.isObject(tag)) {
            Definition definition = definition(tag == Tags.OBJECT ? scalars.readInt() : tag - 0x60);
            ObjectForm form = formFor(definition, use);
            value = form == null ? containers.readFields(definition) : readFields(definition, form);
        } else if (tag == Tags.REFERENCE) {
            value = budget.reference(scalars.readInt());
        } else if (tag == Tags.UNTYPED_MAP) {
            value = containers.readMap(use, null);
        } else if (tag == Tags.MAP) {
            value = readTypedMap(use, readType());
        } else if (Tags.isList(tag)) {
            value = containers.readList(tag, use);
        } else {
            throw scalars.unexpected("an object", tag);
        }
        budget.leave();
        return value instanceof Pending ? value : fit(use, value);
    }

    /** The type to read the next element as, of which only a hint is known: what does not fit is read as what it says it is. */
    TypeUse element(TypeUse hint) {
        if (!hint.isHint()) {
            return TypeUse.ANY;
        }
        int tag = source.peek();
        if (tag >= Tags.FIRST_NUMBER && hint.kind() == TypeUse.Kind.INT) {
            return hint;
        }
        boolean structure = Tags.isStructure(tag);
        boolean number = !structure && tag != Tags.NULL && !Tags.isDate(tag) && !Tags.isBinary(tag);
        boolean fits = switch (hint.kind()) {
            case TEXT, CHAR, CHARS -> number;
            case BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> number && !Tags.isText(tag);
            case DATE, BYTES, STREAM -> false;
            case OTHER -> structure && tag != Tags.REFERENCE;
        };
        return fits ? hint : TypeUse.ANY;
    }

    /** Sends a value where it belongs, now or when it is complete. */
    private void fill(ObjectForm form, Object state, Slot slot, @Nullable Object value, @Nullable Pending self) {
        if (!(value instanceof Pending pending)) {
            slot.set(state, value);
            return;
        }
        pending.whenBuilt(built -> {
            Object fitting = fit(slot.use(), built);
            if (fitting != null) {
                // What waits for another object is inside it, so it is complete by now.
                form.setLate(self == null ? state : self.object(), slot, fitting);
            }
        });
    }

    @Nullable
    Object fit(TypeUse use, Object value) {
        Object fitting = Coercion.fit(use, value);
        if (fitting == null && !lenient) {
            throw Faults.decode("a " + value.getClass().getName() + " at byte " + source.position() + " does not fit "
                    + use.raw().getName());
        }
        return fitting == null ? Coercion.zero(use.raw()) : fitting;
    }

    private Object readTypedMap(TypeUse use, TypeName type) {
        Class<?> named = type.resolution().type();
        if (named == null || Map.class.isAssignableFrom(named)) {
            return containers.readMap(use, named);
        }
        if (lenient && !forms.has(named)) {
            return containers.readMap(use, null);
        }
        return readEntries(forms.of(named));
    }

    private void readDefinition() {
        if (definitionCount >= Limits.DEFINITIONS) {
            throw Faults.decode("more than " + Limits.DEFINITIONS + " class definitions at byte " + source.position());
        }
        // Puts it into the array, so that it can be compared.
        source.peek();
        Definition definition = known.take(source);
        if (definition == null) {
            definition = readNewDefinition();
        }
        if (definitionCount == definitions.length) {
            definitions = Arrays.copyOf(definitions, definitionCount * 2);
        }
        definitions[definitionCount++] = definition;
    }

    private Definition readNewDefinition() {
        int hash = source.hashOfText();
        int start = source.position();
        String name = name(Limits.CLASS_NAME_CHARS);
        Resolution resolution = resolve(name, false);
        int count = scalars.readInt();
        budget.expect(count, Limits.FIELDS, "fields");
        String[] fields = new String[count];
        for (int i = 0; i < count; i++) {
            budget.arrived();
            fields[i] = name(Limits.FIELD_NAME_CHARS);
        }
        Definition definition = new Definition(name, resolution, fields);
        byte[] bytes = source.copySince(start);
        // What is refused or absent goes through the lookup each time.
        if (hash >= 0 && bytes != null && resolution.type() != null && lookup.remembers(name)) {
            known.keep(hash, bytes, definition);
        }
        return definition;
    }

    private String name(int maxLength) {
        String name = scalars.readString(maxLength);
        if (name == null) {
            throw Faults.decode("null in the place of a name at byte " + source.position());
        }
        return name;
    }

    private Resolution resolve(String name, boolean element) {
        Resolution resolution = element ? lookup.resolveElement(name) : lookup.resolve(name);
        if (resolution.refused() && !lenient) {
            throw name.equals(WireNames.LOST_COLLECTION)
                    ? Faults.decode(
                            "the peer's Hessian library cannot write List.of, Set.of and Map.of: their elements were lost;"
                                    + " send an ArrayList, HashSet or HashMap")
                    : lookup.refusal(name);
        }
        if (resolution.isAbsent()) {
            budget.absentClass();
        }
        return resolution;
    }

    /** The type of a list or map: a name, or the number of one that came before. */
    TypeName readType() {
        if (!Tags.isText(source.peek())) {
            int index = scalars.readInt();
            if (index < 0 || index >= types.size()) {
                throw Faults.decode("type " + index + " at byte " + source.position() + " was not named before");
            }
            return types.get(index);
        }
        if (types.size() >= Limits.DEFINITIONS) {
            throw Faults.decode("more than " + Limits.DEFINITIONS + " type names at byte " + source.position());
        }
        String name = name(Limits.CLASS_NAME_CHARS);
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        ClassLookup.requireDimensions(dimensions);
        String element = name.substring(dimensions);
        TypeName type = new TypeName(name, resolve(element, dimensions > 0), dimensions);
        types.add(type);
        return type;
    }

    private Definition definition(int index) {
        Definition definition = index < 0 || index >= definitionCount ? null : definitions[index];
        if (definition == null) {
            throw Faults.decode("class definition " + index + " at byte " + source.position() + " was not sent");
        }
        return definition;
    }

    /** Null: the object becomes a map of its fields. */
    private @Nullable ObjectForm formFor(Definition definition, TypeUse use) {
        Class<?> named = definition.resolution().type();
        if (named == null) {
            if (use.raw() == Throwable.class || use.raw() == Exception.class || use.raw() == RuntimeException.class) {
                return new ThrowableForm(definition.name());
            }
            return definition.resolution().refused() ? null : declared(use);
        }
        if (lenient && !forms.has(named)) {
            return null;
        }
        ObjectForm form = definition.form(named, forms);
        if (use.raw() == named && form.type() == named) {
            return form;
        }
        boolean fits = use.raw().isAssignableFrom(form.type())
                || form instanceof ValueForm
                || (form instanceof BeanForm bean && bean.isReplaced());
        ObjectForm declared = fits ? null : declared(use);
        return declared == null ? form : declared;
    }

    // A class that was moved or renamed is read by the names of its fields, as Dubbo does.
    private @Nullable ObjectForm declared(TypeUse use) {
        Class<?> raw = use.raw();
        boolean usable =
                FormTable.isReadable(raw) && lookup.resolve(raw.getName()).type() == raw;
        return usable ? forms.of(raw) : null;
    }

    private Object readFields(Definition definition, ObjectForm form) {
        @Nullable Slot[] slots = definition.slots(form);
        budget.expect(slots.length, Limits.FIELDS, "fields");
        long before = budget.work();
        if (slots.length == 1 && slots[0] != null && form instanceof EnumForm constants) {
            Object constant = constants.read(source);
            if (constant != null) {
                budget.arrived();
                budget.value();
                budget.complete(budget.addReference(constant), constant, before);
                return constant;
            }
        }
        Object state = form.start();
        Pending pending = form.isDirect() ? null : new Pending();
        int reference = budget.addReference(pending == null ? state : pending);
        for (Slot slot : slots) {
            budget.arrived();
            if (slot == null) {
                read(TypeUse.ANY);
            } else if (slot instanceof FieldSlot field && field.isPrimitive() && !Tags.isStructure(source.peek())) {
                budget.value();
                field.read(scalars, state);
            } else {
                fill(form, state, slot, read(slot.use()), pending);
            }
        }
        return finish(form, state, pending, reference, before);
    }

    /** A map in the place of an object of the application, as languages without classes send it. */
    Object readDeclared(Class<?> declared) {
        if (lookup.resolve(declared.getName()).type() != declared) {
            throw lookup.refusal(declared.getName());
        }
        return readEntries(forms.of(declared));
    }

    /** An object in the form of a typed map, as other languages write it. */
    private Object readEntries(ObjectForm form) {
        long before = budget.work();
        Object state = form.start();
        Pending pending = form.isDirect() ? null : new Pending();
        int reference = budget.addReference(pending == null ? state : pending);
        for (int i = 0; !atEnd(); i++) {
            budget.expect(1, Limits.FIELDS - i, "fields");
            budget.arrived();
            Slot slot = form.slot(name(Limits.FIELD_NAME_CHARS));
            if (slot == null) {
                read(TypeUse.ANY);
            } else {
                fill(form, state, slot, read(slot.use()), pending);
            }
        }
        return finish(form, state, pending, reference, before);
    }

    private Object finish(ObjectForm form, Object state, @Nullable Pending pending, int reference, long before) {
        Object object = form.finish(state);
        budget.complete(reference, object, before);
        if (pending != null) {
            pending.built(object);
        }
        return object;
    }
}
