package org.plankton.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Which files of Java name which others, each by its class: in imports, or as one of their own package.
 *
 * @param byClass the classes that each of them names, itself not among them
 */
record SourceReferences(Map<String, Set<String>> byClass) {
    static SourceReferences in(Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> all = Files.walk(folder);
                StandardJavaFileManager sources = compiler.getStandardFileManager(null, null, null)) {
            List<Path> files = all.filter(
                            file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
            JavacTask parser = (JavacTask)
                    compiler.getTask(null, sources, null, null, null, sources.getJavaFileObjectsFromPaths(files));
            Map<String, Set<String>> references = new TreeMap<>();
            for (CompilationUnitTree unit : parser.parse()) {
                String file =
                        Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                String type = unit.getPackageName() + "." + file.replace(".java", "");
                references.put(type, named(unit));
            }
            references.forEach((type, named) -> {
                named.retainAll(references.keySet());
                named.remove(type);
            });
            return new SourceReferences(references);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a simple name in the file can mean, if there is a class of that name. */
    private static Set<String> named(CompilationUnitTree unit) {
        Map<String, String> imports = new HashMap<>();
        for (ImportTree one : unit.getImports()) {
            MemberSelectTree name = (MemberSelectTree) one.getQualifiedIdentifier();
            MemberSelectTree type = one.isStatic() ? (MemberSelectTree) name.getExpression() : name;
            imports.put(name.getIdentifier().toString(), type.toString());
        }
        Set<String> named = new TreeSet<>();
        TreeScanner<Void, Void> identifiers = new TreeScanner<>() {
            @Override
            public Void visitIdentifier(IdentifierTree name, Void none) {
                String simple = name.getName().toString();
                named.add(imports.getOrDefault(simple, unit.getPackageName() + "." + simple));
                return null;
            }
        };
        identifiers.scan(unit.getTypeDecls(), null);
        return named;
    }

    Set<String> of(String type) {
        return byClass.get(type);
    }

    /** The classes that name each other, be it by way of others; and what lies between two such circles. */
    Set<String> circles() {
        Set<String> left = new TreeSet<>(byClass.keySet());
        boolean isLess = true;
        while (isLess) {
            Set<String> named = new HashSet<>();
            left.forEach(type -> named.addAll(of(type)));
            isLess = left.retainAll(named)
                    | left.removeIf(type -> of(type).stream().noneMatch(left::contains));
        }
        return left;
    }
}
