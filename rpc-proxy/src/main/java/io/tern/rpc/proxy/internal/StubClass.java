// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

import io.tern.rpc.EchoService;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.Bytecode;
import javassist.bytecode.ClassFile;
import javassist.bytecode.DuplicateMemberException;
import javassist.bytecode.FieldInfo;
import javassist.bytecode.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The generated class of one interface's stubs: each method boxes its arguments and calls its own final
 * {@link MethodCall} field. Immutable after {@link #define}.
 */
public final class StubClass {
    private static final MethodType CONSTRUCTOR = methodType(void.class, MethodCall[].class, String.class);
    private static final MethodType CALL = methodType(Object.class, Object[].class);
    private static final String CALL_FIELD = MethodCall.class.descriptorString();
    private static final String TEXT_FIELD = String.class.descriptorString();

    private final List<String> signatures;
    private final List<Method> methods;
    private final Map<String, MethodDescriptor> bySignature;
    private final int[] fields;
    private @Nullable MethodHandle constructor;

    private StubClass(Class<?> serviceInterface, List<MethodDescriptor> descriptors) {
        this.signatures = signatures(descriptors);
        this.methods = StubMethods.of(serviceInterface);
        this.bySignature = StubMethods.bySignature(descriptors);
        this.fields = methods.stream()
                .mapToInt(method -> StubMethods.descriptor(method, bySignature).index())
                .distinct()
                .sorted()
                .toArray();
    }

    /** Generates and defines the class. */
    public static StubClass define(Class<?> serviceInterface, List<MethodDescriptor> descriptors)
            throws NoPlaceException {
        StubClass stub = new StubClass(serviceInterface, descriptors);
        Set<Class<?>> needed = new HashSet<>(StubMethods.namedTypes(stub.methods));
        needed.addAll(List.of(serviceInterface, EchoService.class, MethodCall.class));
        // The class holds its StubClass as class data: whoever caches the StubClass weakly finds it as long as a stub
        // lives.
        Lookup lookup = HostPackage.define(
                serviceInterface, needed, neighbour -> stub.classBeside(neighbour, serviceInterface), stub);
        try {
            stub.constructor = lookup.findConstructor(lookup.lookupClass(), CONSTRUCTOR)
                    .asType(methodType(Object.class, CONSTRUCTOR.parameterArray()));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("The stub class of " + serviceInterface.getName() + " is not usable", e);
        }
        return stub;
    }

    /** Whether this class was generated for the same methods in the same order. */
    public boolean isFor(List<MethodDescriptor> descriptors) {
        return signatures.equals(signatures(descriptors));
    }

    /** Makes one stub; the calls are by index. */
    public Object newStub(List<MethodCall> calls, String description) {
        MethodCall[] used = IntStream.of(fields).mapToObj(calls::get).toArray(MethodCall[]::new);
        MethodHandle made = requireNonNull(constructor);
        try {
            return (Object) made.invokeExact(used, description);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> signatures(List<MethodDescriptor> descriptors) {
        return descriptors.stream()
                .map(descriptor -> descriptor.index() + " " + StubMethods.signature(descriptor))
                .toList();
    }

    private ClassFile classBeside(Class<?> neighbour, Class<?> serviceInterface) {
        ClassFile file = Code.classBeside(neighbour, "$TernStub", StubMethods.types(serviceInterface));
        addFields(file);
        addConstructor(file);
        for (Method method : methods) {
            addMethod(file, method);
        }
        addToString(file);
        if (declaresFinalize(serviceInterface)) {
            // An empty finalizer is none for the JVM; without it the collector could call a provider.
            Code code = Code.in(file);
            code.bytes().addOpcode(Opcode.RETURN);
            code.addTo(file, AccessFlag.PUBLIC, "finalize", methodType(void.class), 1);
        }
        return file;
    }

    private static boolean declaresFinalize(Class<?> serviceInterface) {
        for (Method method : serviceInterface.getMethods()) {
            if (method.getName().equals("finalize") && method.getParameterCount() == 0) {
                return method.getReturnType() == void.class;
            }
        }
        return false;
    }

    private void addFields(ClassFile file) {
        try {
            for (int index : fields) {
                file.addField(field(file, "call" + index, CALL_FIELD));
            }
            file.addField(field(file, "description", TEXT_FIELD));
        } catch (DuplicateMemberException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldInfo field(ClassFile file, String name, String type) {
        FieldInfo field = new FieldInfo(file.getConstPool(), name, type);
        field.setAccessFlags(AccessFlag.PRIVATE | AccessFlag.FINAL);
        return field;
    }

    private void addConstructor(ClassFile file) {
        Code code = Code.in(file);
        Bytecode bytes = code.bytes();
        bytes.addAload(0);
        bytes.addInvokespecial("java.lang.Object", "<init>", "()V");
        for (int i = 0; i < fields.length; i++) {
            bytes.addAload(0);
            bytes.addAload(1);
            bytes.addIconst(i);
            bytes.addOpcode(Opcode.AALOAD);
            bytes.addPutfield(file.getName(), "call" + fields[i], CALL_FIELD);
        }
        bytes.addAload(0);
        bytes.addAload(2);
        bytes.addPutfield(file.getName(), "description", TEXT_FIELD);
        bytes.addOpcode(Opcode.RETURN);
        code.addTo(file, 0, "<init>", CONSTRUCTOR, 3);
    }

    private void addMethod(ClassFile file, Method method) {
        int index = StubMethods.descriptor(method, bySignature).index();
        Code code = Code.in(file);
        code.bytes().addAload(0);
        code.bytes().addGetfield(file.getName(), "call" + index, CALL_FIELD);
        code.parametersAsArray(method.getParameterTypes());
        code.invokeInterface(MethodCall.class, "call", CALL);
        code.returnAs(method.getReturnType());
        code.addTo(
                file,
                AccessFlag.PUBLIC | AccessFlag.FINAL,
                method.getName(),
                StubMethods.type(method),
                1 + Code.slots(method.getParameterTypes()));
    }

    private static void addToString(ClassFile file) {
        Code code = Code.in(file);
        code.bytes().addAload(0);
        code.bytes().addGetfield(file.getName(), "description", TEXT_FIELD);
        code.bytes().addOpcode(Opcode.ARETURN);
        code.addTo(file, AccessFlag.PUBLIC, "toString", methodType(String.class), 1);
    }
}
