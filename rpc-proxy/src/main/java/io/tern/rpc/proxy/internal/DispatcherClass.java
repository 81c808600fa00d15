// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.Bytecode;
import javassist.bytecode.ClassFile;
import javassist.bytecode.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The generated dispatcher of one interface: a switch over the index to one small method each, which unboxes the
 * arguments and calls the service. (All calls in one method would soon be too long for the JVM to compile.)
 */
public final class DispatcherClass {
    private static final MethodType DISPATCH = methodType(Object.class, int.class, Object.class, Object[].class);
    private static final MethodType CALL = methodType(Object.class, Object.class, Object[].class);
    private static final int SWITCH_ALIGNMENT = 4;

    private final Class<?> serviceInterface;
    private final List<MethodDescriptor> descriptors;
    private final List<String> signatures;
    private @Nullable ServiceDispatcher dispatcher;

    private DispatcherClass(Class<?> serviceInterface, List<MethodDescriptor> descriptors) {
        this.serviceInterface = serviceInterface;
        this.descriptors = List.copyOf(descriptors);
        this.signatures = StubClass.signatures(descriptors);
    }

    /** Generates and defines the class. */
    public static DispatcherClass define(Class<?> serviceInterface, List<MethodDescriptor> descriptors)
            throws NoPlaceException {
        DispatcherClass made = new DispatcherClass(serviceInterface, descriptors);
        Set<Class<?>> needed = new HashSet<>(StubMethods.namedTypes(
                descriptors.stream().map(MethodDescriptor::method).toList()));
        needed.addAll(List.of(serviceInterface, ServiceDispatcher.class));
        Lookup lookup = HostPackage.define(serviceInterface, needed, made::classBeside, made);
        try {
            made.dispatcher = (ServiceDispatcher) lookup.findConstructor(lookup.lookupClass(), methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("The dispatcher of " + serviceInterface.getName() + " is not usable", e);
        }
        return made;
    }

    /** Whether this class was generated for the same methods in the same order. */
    public boolean isFor(List<MethodDescriptor> others) {
        return signatures.equals(StubClass.signatures(others));
    }

    /** The one instance. */
    public ServiceDispatcher dispatcher() {
        return requireNonNull(dispatcher);
    }

    /** What a dispatcher says to an index it does not have; the generated code adds the index. */
    static String badIndex(Class<?> serviceInterface, int methods) {
        return serviceInterface.getName() + " has " + methods + " methods, numbered from 0; there is no method ";
    }

    private ClassFile classBeside(Class<?> neighbour) {
        ClassFile file = Code.classBeside(neighbour, "$TernDispatcher", List.of(ServiceDispatcher.class));
        addConstructor(file);
        addSwitch(file);
        for (int i = 0; i < descriptors.size(); i++) {
            addCall(file, i, descriptors.get(i).method());
        }
        return file;
    }

    private static void addConstructor(ClassFile file) {
        Code code = Code.in(file);
        code.bytes().addAload(0);
        code.bytes().addInvokespecial("java.lang.Object", "<init>", "()V");
        code.bytes().addOpcode(Opcode.RETURN);
        code.addTo(file, 0, "<init>", methodType(void.class), 1);
    }

    private void addSwitch(ClassFile file) {
        Code code = Code.in(file);
        Bytecode bytes = code.bytes();
        if (!descriptors.isEmpty()) {
            bytes.addIload(1);
            int start = bytes.currentPc();
            bytes.addOpcode(Opcode.TABLESWITCH);
            while (bytes.currentPc() % SWITCH_ALIGNMENT != 0) {
                bytes.add(0);
            }
            int table = bytes.currentPc();
            bytes.add32bit(0);
            bytes.add32bit(0);
            bytes.add32bit(descriptors.size() - 1);
            bytes.addGap(Integer.BYTES * descriptors.size());
            for (int i = 0; i < descriptors.size(); i++) {
                bytes.write32bit(table + Integer.BYTES * (3 + i), bytes.currentPc() - start);
                code.frame();
                bytes.addAload(2);
                bytes.addAload(3);
                bytes.addInvokestatic(file.getName(), "call" + i, CALL.toMethodDescriptorString());
                bytes.addOpcode(Opcode.ARETURN);
            }
            bytes.write32bit(table, bytes.currentPc() - start);
            code.frame();
        }
        throwBadIndex(bytes);
        code.addTo(file, AccessFlag.PUBLIC | AccessFlag.FINAL, "dispatch", DISPATCH, 4);
    }

    private void throwBadIndex(Bytecode bytes) {
        bytes.addNew("java.lang.IndexOutOfBoundsException");
        bytes.addOpcode(Opcode.DUP);
        bytes.addLdc(badIndex(serviceInterface, descriptors.size()));
        bytes.addIload(1);
        bytes.addInvokestatic("java.lang.String", "valueOf", "(I)Ljava/lang/String;");
        bytes.addInvokevirtual("java.lang.String", "concat", "(Ljava/lang/String;)Ljava/lang/String;");
        bytes.addInvokespecial("java.lang.IndexOutOfBoundsException", "<init>", "(Ljava/lang/String;)V");
        bytes.addOpcode(Opcode.ATHROW);
    }

    private void addCall(ClassFile file, int position, Method method) {
        Code code = Code.in(file);
        Bytecode bytes = code.bytes();
        bytes.addAload(0);
        bytes.addCheckcast(serviceInterface.getName());
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            bytes.addAload(1);
            bytes.addIconst(i);
            bytes.addOpcode(Opcode.AALOAD);
            code.cast(types[i]);
        }
        code.invokeInterface(serviceInterface, method);
        if (method.getReturnType() == void.class) {
            bytes.addOpcode(Opcode.ACONST_NULL);
        } else {
            code.box(method.getReturnType());
        }
        bytes.addOpcode(Opcode.ARETURN);
        code.addTo(file, AccessFlag.PRIVATE | AccessFlag.STATIC, "call" + position, CALL, 2);
    }
}
