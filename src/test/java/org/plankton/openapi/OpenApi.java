package org.plankton.openapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The document that the service serves, with its references followed. */
public final class OpenApi {
    private static final Path FILE = Path.of("src/main/resources/org/plankton/api/ops/openapi.yaml");
    private static final ObjectMapper YAML = new YAMLMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final Part root;
    private final List<Dialect> dialects;
    private final List<Operation> operations = new ArrayList<>();

    OpenApi(JsonNode root) {
        this.root = new Part("", root);
        this.dialects = this.root.at("tags").elements().stream()
                .map(tag -> new Dialect(this, tag))
                .toList();
        Part paths = this.root.at("paths");
        for (String path : paths.keys()) {
            paths.at(path).keys().stream()
                    .filter(METHODS::contains)
                    .forEach(method -> operations.add(new Operation(this, path, method, paths.at(path))));
        }
    }

    /** As it is in the code. */
    public static OpenApi ours() {
        try {
            return new OpenApi(YAML.readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenApi of(String yaml) {
        try {
            return new OpenApi(YAML.readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Part root() {
        return root;
    }

    /** What a reference leads to; the part itself if it is none. */
    Part follow(Part part) {
        Part followed = part;
        for (Optional<String> reference = part.text("$ref"); reference.isPresent(); reference = followed.text("$ref")) {
            String pointer = reference.get().replaceFirst("^#", "");
            followed = new Part(pointer, root.node().at(pointer));
            if (!followed.exists()) {
                throw new IllegalArgumentException(part.pointer() + " leads nowhere: " + reference.get());
            }
        }
        return followed;
    }

    /** In the order of the document. */
    List<Dialect> dialects() {
        return dialects;
    }

    /** In the order of the document. */
    List<Operation> operations() {
        return operations;
    }

    /** The headers that any request may have, and those of one operation. */
    List<Parameter> ofEveryRequest() {
        return root.at("x-every-request").elements().stream()
                .map(this::follow)
                .map(Parameter::new)
                .toList();
    }

    /** Whose path it is; empty if it is nobody's, which only a path can be that is not below any mount. */
    Optional<Dialect> dialectOf(String path) {
        TreeMap<Integer, Dialect> byLength = new TreeMap<>();
        for (Dialect dialect : dialects) {
            dialect.mountOf(path).ifPresent(mount -> byLength.put(mount.length(), dialect));
        }
        return Optional.ofNullable(byLength.lastEntry()).map(entry -> entry.getValue());
    }

    /** What may be asked at a path; nothing if it is none. What is written out counts more than a template. */
    List<Operation> at(String path) {
        String written = path.replaceAll(";[^/]*", "").replaceFirst("(?<=.)/$", "");
        String here =
                dialectOf(written).map(dialect -> dialect.firstMounted(written)).orElse(written);
        Optional<String> template = operations.stream()
                .filter(operation -> operation.isOf(here))
                .map(Operation::path)
                .min(Comparator.comparingLong(
                        found -> found.chars().filter(c -> c == '{').count()));
        return operations.stream()
                .filter(operation -> operation.path().equals(template.orElse(null)))
                .toList();
    }
}
