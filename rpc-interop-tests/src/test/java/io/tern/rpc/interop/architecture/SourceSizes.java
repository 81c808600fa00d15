// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Measures source files as a reader sees them: whole files in lines, methods from the first annotation to the closing brace. */
final class SourceSizes {
    static final int MAX_FILE_LINES = 400;
    static final int MAX_METHOD_LINES = 60;

    private SourceSizes() {}

    /** One sentence for each file or method that is too long. */
    static List<String> faultsIn(String fileName, String source) {
        List<String> faults = new ArrayList<>();
        long fileLines = source.lines().count();
        if (fileLines > MAX_FILE_LINES) {
            faults.add(fileName + " has " + fileLines + " lines (at most " + MAX_FILE_LINES + "); split it");
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(
                new StringWriter(), null, null, List.of("-proc:none"), null, List.of(new Source(fileName, source)));
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new MethodScanner(fileName, unit, Trees.instance(task).getSourcePositions(), faults).scan(unit, null);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot parse " + fileName, e);
        }
        return faults;
    }

    private static final class MethodScanner extends TreePathScanner<Void, Void> {
        private final String fileName;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> faults;

        MethodScanner(String fileName, CompilationUnitTree unit, SourcePositions positions, List<String> faults) {
            this.fileName = fileName;
            this.unit = unit;
            this.positions = positions;
            this.faults = faults;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long end = positions.getEndPosition(unit, method);
            // A default constructor has a start and no end; an anonymous class inside a method counts with the method.
            if (end >= 0 && lines.getLineNumber(end) - first + 1 > MAX_METHOD_LINES) {
                long length = lines.getLineNumber(end) - first + 1;
                String owner = ((ClassTree) getCurrentPath().getParentPath().getLeaf())
                        .getSimpleName()
                        .toString();
                faults.add(fileName + ": " + owner + "." + method.getName() + " in line " + first + " has " + length
                        + " lines (at most " + MAX_METHOD_LINES + "); split it");
            }
            return super.visitMethod(method, nothing);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String content;

        Source(String fileName, String content) {
            super(URI.create("source:///" + fileName), JavaFileObject.Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
