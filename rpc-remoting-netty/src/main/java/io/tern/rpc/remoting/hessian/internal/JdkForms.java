// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.remoting.hessian.internal.ValueForm.Part;
import io.tern.rpc.remoting.hessian.internal.ValueForm.Parts;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of the JDK's other value classes. Fields stand in the order of hessian-lite's writer. */
// Dates are java.util.Date in this protocol.
@SuppressWarnings("JavaUtilDate")
final class JdkForms {
    /** Where hessian-lite keeps the helper classes that stand for values of the JDK. */
    static final String HESSIAN = "com.alibaba.com.caucho.hessian.io.";

    private JdkForms() {}

    static List<ValueForm> all() {
        List<ValueForm> forms = new ArrayList<>(TimeForms.all());
        forms.addAll(NetForms.all());
        forms.addAll(texts());
        forms.addAll(numbers());
        forms.addAll(dates());
        forms.addAll(others());
        return List.copyOf(forms);
    }

    private static List<ValueForm> texts() {
        return List.of(
                form(BigDecimal.class, List.of(new Part("value", String.class)), Object::toString, JdkForms::decimal),
                form(
                        UUID.class,
                        List.of(new Part("value", String.class)),
                        Object::toString,
                        p -> UUID.fromString(p.text(0))),
                form(File.class, List.of(new Part("value", String.class)), Object::toString, p -> new File(p.text(0))),
                form(
                        URI.class,
                        List.of(new Part("string", String.class)),
                        Object::toString,
                        p -> URI.create(p.text(0))),
                form(
                        Currency.class,
                        List.of(new Part("currencyCode", String.class)),
                        Currency::getCurrencyCode,
                        p -> Currency.getInstance(p.text(0))),
                new ValueForm(
                        Locale.class,
                        HESSIAN + "LocaleHandle",
                        List.of(new Part("value", String.class)),
                        value -> new @Nullable Object[] {value.toString()},
                        p -> locale(p.text(0))),
                new ValueForm(
                        Pattern.class,
                        Pattern.class.getName(),
                        List.of(new Part("flags", int.class), new Part("pattern", String.class)),
                        value -> new @Nullable Object[] {((Pattern) value).flags(), ((Pattern) value).pattern()},
                        p -> Pattern.compile(p.text(1), p.number(0))));
    }

    private static List<ValueForm> numbers() {
        return List.of(
                new ValueForm(
                        BigInteger.class,
                        BigInteger.class.getName(),
                        List.of(new Part("mag", int[].class), new Part("signum", int.class)),
                        value -> new @Nullable Object[] {magnitude((BigInteger) value), ((BigInteger) value).signum()},
                        JdkForms::integer),
                form(
                        AtomicInteger.class,
                        List.of(new Part("value", int.class)),
                        AtomicInteger::get,
                        p -> new AtomicInteger(p.number(0))),
                form(
                        AtomicLong.class,
                        List.of(new Part("value", long.class)),
                        AtomicLong::get,
                        p -> new AtomicLong((Long) p.required(0))),
                form(
                        AtomicBoolean.class,
                        List.of(new Part("value", int.class)),
                        value -> value.get() ? 1 : 0,
                        p -> new AtomicBoolean(p.number(0) != 0)),
                new ValueForm(
                        AtomicReference.class,
                        AtomicReference.class.getName(),
                        List.of(new Part("value", Object.class)),
                        value -> new @Nullable Object[] {((AtomicReference<?>) value).get()},
                        p -> new AtomicReference<>(p.optional(0))),
                new ValueForm(
                        LongAdder.class,
                        LongAdder.class.getName() + "$SerializationProxy",
                        List.of(new Part("value", long.class)),
                        value -> new @Nullable Object[] {((LongAdder) value).sum()},
                        p -> {
                            LongAdder adder = new LongAdder();
                            adder.add((Long) p.required(0));
                            return adder;
                        }));
    }

    private static List<ValueForm> dates() {
        List<Part> value = List.of(new Part("value", Date.class));
        return List.of(
                form(java.sql.Date.class, value, d -> new Date(d.getTime()), p -> new java.sql.Date(millis(p))),
                form(Time.class, value, d -> new Date(d.getTime()), p -> new Time(millis(p))),
                form(Timestamp.class, value, d -> new Date(d.getTime()), p -> new Timestamp(millis(p))),
                new ValueForm(
                        Calendar.class,
                        HESSIAN + "CalendarHandle",
                        List.of(new Part("date", Date.class), new Part("type", Class.class)),
                        c -> new @Nullable Object[] {
                            ((Calendar) c).getTime(), c.getClass() == GregorianCalendar.class ? null : c.getClass()
                        },
                        JdkForms::calendar));
    }

    private static List<ValueForm> others() {
        return List.of(
                new ValueForm(
                        BitSet.class,
                        HESSIAN + "BitSetHandle",
                        List.of(new Part("words", long[].class)),
                        value -> new @Nullable Object[] {((BitSet) value).toLongArray()},
                        p -> BitSet.valueOf((long[]) p.required(0))),
                new ValueForm(
                        EnumSet.class,
                        HESSIAN + "EnumSetHandler",
                        List.of(new Part("objects", Object[].class), new Part("type", Class.class)),
                        value -> new @Nullable Object[] {((EnumSet<?>) value).toArray(), elementType((EnumSet<?>) value)
                        },
                        JdkForms::enumSet),
                new ValueForm(
                        SimpleEntry.class,
                        SimpleEntry.class.getName(),
                        List.of(new Part("value", Object.class), new Part("key", Object.class)),
                        value -> new @Nullable Object[] {
                            ((Map.Entry<?, ?>) value).getValue(), ((Map.Entry<?, ?>) value).getKey()
                        },
                        p -> new SimpleEntry<>(p.optional(1), p.optional(0))),
                new ValueForm(
                        SimpleImmutableEntry.class,
                        SimpleImmutableEntry.class.getName(),
                        List.of(new Part("value", Object.class), new Part("key", Object.class)),
                        value -> new @Nullable Object[] {
                            ((Map.Entry<?, ?>) value).getValue(), ((Map.Entry<?, ?>) value).getKey()
                        },
                        p -> new SimpleImmutableEntry<>(p.optional(1), p.optional(0))),
                StackTraceForm.create());
    }

    private static <T> ValueForm form(
            Class<T> type, List<Part> parts, Function<T, @Nullable Object> split, Function<Parts, Object> build) {
        return new ValueForm(
                type, type.getName(), parts, value -> new @Nullable Object[] {split.apply(type.cast(value))}, build);
    }

    private static long millis(Parts parts) {
        return ((Date) parts.required(0)).getTime();
    }

    // A short text can stand for a number that takes for ever to compute with.
    private static BigDecimal decimal(Parts parts) {
        String text = parts.text(0);
        if (text.length() > Limits.DECIMAL_CHARS) {
            throw Faults.decode(
                    "a BigDecimal of " + text.length() + " characters is longer than " + Limits.DECIMAL_CHARS);
        }
        BigDecimal value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) > Limits.DECIMAL_SCALE) {
            throw Faults.decode("the scale of a BigDecimal is outside +-" + Limits.DECIMAL_SCALE);
        }
        return value;
    }

    private static BigInteger integer(Parts parts) {
        int[] words = (int[]) parts.required(0);
        if (words.length > Limits.INTEGER_WORDS) {
            throw Faults.decode(
                    "a BigInteger of " + words.length + " 32-bit words is longer than " + Limits.INTEGER_WORDS);
        }
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
        bytes.asIntBuffer().put(words);
        return new BigInteger(parts.number(1), bytes.array());
    }

    private static int[] magnitude(BigInteger value) {
        byte[] bytes = value.abs().toByteArray();
        int words = (value.abs().bitLength() + Integer.SIZE - 1) / Integer.SIZE;
        byte[] padded = new byte[words * Integer.BYTES];
        // toByteArray can begin with a zero byte for the sign.
        int skip = Math.max(0, bytes.length - padded.length);
        System.arraycopy(bytes, skip, padded, padded.length - (bytes.length - skip), bytes.length - skip);
        int[] magnitude = new int[words];
        ByteBuffer.wrap(padded).asIntBuffer().get(magnitude);
        return magnitude;
    }

    // The text of Locale.toString, script and extensions left out, as hessian-lite reads it.
    private static Locale locale(String text) {
        int extension = text.indexOf("_#");
        String[] parts = (extension < 0 ? text : text.substring(0, extension)).split("_", 3);
        return newLocale(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    // Locale.of came with Java 19, and the builder refuses variants that the constructor accepts.
    @SuppressWarnings("deprecation")
    private static Locale newLocale(String language, String country, String variant) {
        return new Locale(language, country, variant);
    }

    private static Calendar calendar(Parts parts) {
        Class<?> type = (Class<?>) parts.optional(1);
        if (type != null && type != GregorianCalendar.class) {
            throw Faults.decode("calendars other than GregorianCalendar are not read");
        }
        Calendar calendar = new GregorianCalendar();
        calendar.setTimeInMillis(millis(parts));
        return calendar;
    }

    private static @Nullable Class<?> elementType(EnumSet<?> set) {
        Iterator<?> some = (set.isEmpty() ? EnumSet.complementOf(set) : set).iterator();
        return some.hasNext() ? ((Enum<?>) some.next()).getDeclaringClass() : null;
    }

    // The class is an enum by the check; its own type argument cannot be written down.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object enumSet(Parts parts) {
        Class<?> type = (Class<?>) parts.required(1);
        if (!type.isEnum()) {
            throw Faults.decode(type.getName() + " is not an enum");
        }
        EnumSet set = EnumSet.noneOf((Class) type);
        for (Object constant : (Object[]) parts.required(0)) {
            if (!type.isInstance(constant)) {
                throw Faults.decode("an EnumSet of " + type.getName() + " contains something else");
            }
            set.add(constant);
        }
        return set;
    }
}
