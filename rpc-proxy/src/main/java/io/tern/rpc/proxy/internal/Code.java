// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.Bytecode;
import javassist.bytecode.ClassFile;
import javassist.bytecode.CodeAttribute;
import javassist.bytecode.ConstPool;
import javassist.bytecode.DuplicateMemberException;
import javassist.bytecode.MethodInfo;
import javassist.bytecode.Opcode;
import javassist.bytecode.StackMapTable;

/** Writes the instructions of one method. Knows boxing, unboxing and the verifier's frames; reads no class file. */
final class Code {
    private static final String OBJECT = "java.lang.Object";
    static final int JAVA_17 = 61;

    private final Bytecode bytes;
    private final StackMapTable.Writer frames = new StackMapTable.Writer(32);
    private int lastFrame = -1;

    private Code(ConstPool constants) {
        this.bytes = new Bytecode(constants);
    }

    /** A new class beside {@code neighbour}, so that it sees what its neighbour sees. */
    static ClassFile classBeside(Class<?> neighbour, String suffix, List<Class<?>> interfaces) {
        ClassFile file = new ClassFile(false, neighbour.getName() + suffix, OBJECT);
        file.setMajorVersion(JAVA_17);
        file.setAccessFlags(AccessFlag.FINAL | AccessFlag.SUPER | AccessFlag.SYNTHETIC);
        file.setInterfaces(interfaces.stream().map(Class::getName).toArray(String[]::new));
        return file;
    }

    static Code in(ClassFile file) {
        return new Code(file.getConstPool());
    }

    Bytecode bytes() {
        return bytes;
    }

    /** Adds what was written to the class. */
    void addTo(ClassFile file, int access, String name, MethodType type, int locals) {
        bytes.setMaxLocals(locals);
        MethodInfo method = new MethodInfo(file.getConstPool(), name, type.toMethodDescriptorString());
        method.setAccessFlags(access);
        CodeAttribute code = bytes.toCodeAttribute();
        if (lastFrame >= 0) {
            code.setAttribute(frames.toStackMapTable(file.getConstPool()));
        }
        method.setCodeAttribute(code);
        try {
            file.addMethod(method);
        } catch (DuplicateMemberException e) {
            throw new IllegalStateException("Generated twice: " + name + type, e);
        }
    }

    /** A branch target where the stack is empty and the locals are the parameters. */
    void frame() {
        frames.sameFrame(nextFrameOffset());
    }

    private int nextFrameOffset() {
        int offset = bytes.currentPc() - lastFrame - 1;
        lastFrame = bytes.currentPc();
        return offset;
    }

    void invokeInterface(Class<?> type, String name, MethodType methodType) {
        bytes.addInvokeinterface(
                type.getName(), name, methodType.toMethodDescriptorString(), slots(methodType.parameterArray()) + 1);
    }

    void invokeInterface(Class<?> type, Method method) {
        invokeInterface(type, method.getName(), StubMethods.type(method));
    }

    /** Pushes a new {@code Object[]} with the method's parameters, which start at local 1. */
    void parametersAsArray(Class<?>[] types) {
        bytes.addIconst(types.length);
        bytes.addAnewarray(OBJECT);
        int local = 1;
        for (int i = 0; i < types.length; i++) {
            bytes.addOpcode(Opcode.DUP);
            bytes.addIconst(i);
            load(local, types[i]);
            local += slots(types[i]);
            box(types[i]);
            bytes.addOpcode(Opcode.AASTORE);
        }
    }

    private void load(int local, Class<?> type) {
        if (!type.isPrimitive()) {
            bytes.addAload(local);
        } else if (type == long.class) {
            bytes.addLload(local);
        } else if (type == double.class) {
            bytes.addDload(local);
        } else if (type == float.class) {
            bytes.addFload(local);
        } else {
            bytes.addIload(local);
        }
    }

    /** Replaces a primitive on the stack by its box. */
    void box(Class<?> type) {
        if (type.isPrimitive()) {
            Class<?> boxed = MethodType.methodType(type).wrap().returnType();
            bytes.addInvokestatic(
                    boxed.getName(),
                    "valueOf",
                    MethodType.methodType(boxed, type).toMethodDescriptorString());
        }
    }

    /** Turns the Object on the stack into a value of the type. */
    void cast(Class<?> type) {
        if (type.isPrimitive()) {
            Class<?> boxed = MethodType.methodType(type).wrap().returnType();
            bytes.addCheckcast(boxed.getName());
            bytes.addInvokevirtual(
                    boxed.getName(),
                    type.getName() + "Value",
                    MethodType.methodType(type).toMethodDescriptorString());
        } else if (type != Object.class) {
            bytes.addCheckcast(type.isArray() ? type.descriptorString() : type.getName());
        }
    }

    /** Returns the Object on the stack as a value of the type; null is the zero of a primitive. */
    void returnAs(Class<?> type) {
        if (type == void.class) {
            bytes.addOpcode(Opcode.POP);
            bytes.addOpcode(Opcode.RETURN);
            return;
        }
        if (type.isPrimitive()) {
            bytes.addOpcode(Opcode.DUP);
            bytes.addOpcode(Opcode.IFNONNULL);
            int branch = bytes.currentPc() - 1;
            bytes.addIndex(0);
            bytes.addOpcode(Opcode.POP);
            zero(type);
            giveBack(type);
            bytes.write16bit(branch + 1, bytes.currentPc() - branch);
            bytes.setStackDepth(1);
            frames.sameLocals(
                    nextFrameOffset(),
                    StackMapTable.OBJECT,
                    bytes.getConstPool().addClassInfo(OBJECT));
        }
        cast(type);
        giveBack(type);
    }

    private void zero(Class<?> type) {
        if (type == long.class) {
            bytes.addLconst(0);
        } else if (type == double.class) {
            bytes.addDconst(0);
        } else if (type == float.class) {
            bytes.addFconst(0);
        } else {
            bytes.addIconst(0);
        }
    }

    private void giveBack(Class<?> type) {
        if (!type.isPrimitive()) {
            bytes.addOpcode(Opcode.ARETURN);
        } else if (type == long.class) {
            bytes.addOpcode(Opcode.LRETURN);
        } else if (type == double.class) {
            bytes.addOpcode(Opcode.DRETURN);
        } else {
            bytes.addOpcode(type == float.class ? Opcode.FRETURN : Opcode.IRETURN);
        }
    }

    /** The local slots these types take. */
    static int slots(Class<?>[] types) {
        int slots = 0;
        for (Class<?> type : types) {
            slots += slots(type);
        }
        return slots;
    }

    private static int slots(Class<?> type) {
        return type == long.class || type == double.class ? 2 : 1;
    }
}
