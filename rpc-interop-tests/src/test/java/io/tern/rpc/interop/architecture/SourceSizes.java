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
import java.util.Map;
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
    static List<String> faultsIn(Map<String, String> sourcesByFile) {
        List<String> faults = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        sourcesByFile.forEach((file, source) -> {
            long fileLines = source.lines().count();
            if (fileLines > MAX_FILE_LINES) {
                faults.add(file + " has " + fileLines + " lines (at most " + MAX_FILE_LINES + "); split it");
            }
            sources.add(new Source(file, source));
        });
        // One task for all: each would set up a compiler of its own, which takes longer than to parse a file.
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task =
                (JavacTask) compiler.getTask(new StringWriter(), null, null, List.of("-proc:none"), null, sources);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new MethodScanner(Source.file(unit), unit, positions, faults).scan(unit, null);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot parse " + sourcesByFile.keySet(), e);
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
        private static final String SCHEME = "source:///";

        private final String content;

        Source(String file, String content) {
            super(URI.create(SCHEME + file), JavaFileObject.Kind.SOURCE);
            this.content = content;
        }

        static String file(CompilationUnitTree unit) {
            return unit.getSourceFile().toUri().toString().substring(SCHEME.length());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
