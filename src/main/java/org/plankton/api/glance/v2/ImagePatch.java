package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.plankton.api.words.JsonReader;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.PropertyPatch;

/**
 * A JSON Patch of an image, in either of Glance's forms: a list of changes, of which each sets or removes one key; all
 * of them are made, one after the other, or none.
 */
final class ImagePatch {
    /** Which form it has, by its media type. */
    enum Form {
        /** {@code {"add": "/key", "value": …}}. */
        V2_0("application/openstack-images-v2.0-json-patch"),
        /** {@code {"op": "add", "path": "/key", "value": …}}. */
        V2_1("application/openstack-images-v2.1-json-patch");

        private final String type;

        Form(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        /** Whatever the type's parameters; empty if it is another. */
        static Optional<Form> of(String contentType) {
            String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
            for (Form form : values()) {
                if (form.type.equalsIgnoreCase(type)) {
                    return Optional.of(form);
                }
            }
            return Optional.empty();
        }
    }

    /** What is done to a key. */
    private enum Op {
        ADD,
        REPLACE,
        REMOVE
    }

    /** @param value null if there is none */
    private record Step(Op op, String path, JsonNode value) {}

    private static final String LIST_FORM = "the body must be a JSON array of changes, such as ";
    private static final Set<String> OPS = Set.of("add", "replace", "remove");
    private static final Pattern ESCAPE = Pattern.compile("~(?![01])");

    private ImagePatch() {}

    /**
     * @throws Fault OVER_LIMIT or BAD_REQUEST if the body cannot be read; FORBIDDEN or BAD_REQUEST, of the first change
     *     that is none
     */
    static Optional<ImageChange> read(InputStream body, Form form) throws IOException {
        ArrayNode changes = JsonReader.read(body, ArrayNode.class, path -> wrong(form))
                .orElseThrow(() -> Fault.badRequest(wrong(form)));
        List<Step> steps = new ArrayList<>();
        changes.forEach(change -> steps.add(form == Form.V2_1 ? step(change) : olderStep(change)));
        ImageChange said = new ImageChange();
        steps.forEach(step -> apply(step, form, said));
        return steps.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    private static String wrong(Form form) {
        return LIST_FORM
                + (form == Form.V2_1
                        ? "[{\"op\": \"replace\", \"path\": \"/name\", \"value\": \"Debian\"}]"
                        : "[{\"replace\": \"/name\", \"value\": \"Debian\"}]");
    }

    private static Step step(JsonNode change) {
        if (!change.isObject()) {
            throw Fault.badRequest(wrong(Form.V2_1));
        }
        JsonNode op = change.path("op");
        if (!op.isTextual() || !OPS.contains(op.textValue())) {
            throw Fault.badRequest("op must be add, replace or remove in every change");
        }
        JsonNode path = change.path("path");
        if (!path.isTextual()) {
            throw Fault.badRequest("path must be a string in every change, such as /name");
        }
        return step(op.textValue(), path.textValue(), change);
    }

    private static Step olderStep(JsonNode change) {
        if (!change.isObject()) {
            throw Fault.badRequest(wrong(Form.V2_0));
        }
        List<String> ops = OPS.stream().filter(change::has).toList();
        if (ops.size() != 1 || !change.get(ops.get(0)).isTextual()) {
            throw Fault.badRequest("every change must have one of add, replace and remove, with a path such as /name");
        }
        return step(ops.get(0), change.get(ops.get(0)).textValue(), change);
    }

    private static Step step(String word, String path, JsonNode change) {
        Op op = Op.valueOf(word.toUpperCase(Locale.ROOT));
        JsonNode value = change.get("value");
        if (op != Op.REMOVE && value == null) {
            throw Fault.badRequest(word + " needs a value");
        }
        return new Step(op, path, value);
    }

    private static void apply(Step step, Form form, ImageChange said) {
        int next = step.path.indexOf('/', 1);
        if (next > 0 && step.path.substring(1, next).equals("locations")) {
            throw new Fault(Fault.Kind.FORBIDDEN, "locations are not shown, and cannot be changed");
        }
        String key = key(step.path);
        if (next > 0) {
            throw Fault.badRequest("path: " + step.path + " leads into a value; change the value as a whole");
        }
        ImageFields.requireWritable(key);
        if (key.equals("id") || ImageFields.HASHES.contains(key)) {
            throw new Fault(Fault.Kind.FORBIDDEN, key + " is told by the service; leave it out");
        }
        if (ImageFields.isField(key)) {
            applyToField(step, form, key, said);
        } else if (step.op == Op.REMOVE) {
            said.removeProperty(key);
        } else {
            boolean isNew = step.op == Op.ADD && form == Form.V2_0;
            PropertyPatch.Kind kind = isNew ? PropertyPatch.Kind.ADD : PropertyPatch.Kind.SET;
            said.setProperty(step.op == Op.REPLACE ? PropertyPatch.Kind.REPLACE : kind, key, step.value);
        }
    }

    private static void applyToField(Step step, Form form, String key, ImageChange said) {
        if (step.op == Op.REMOVE) {
            throw new Fault(Fault.Kind.FORBIDDEN, key + " cannot be removed; replace it");
        }
        if (step.op == Op.ADD && form == Form.V2_0) {
            said.contradict(key + " is there already: replace it");
        }
        said.setField(key, step.value);
    }

    /** The key that a path leads to: one segment, with its escapes undone. */
    private static String key(String path) {
        if (!path.startsWith("/")
                || path.endsWith("/")
                || path.contains("//")
                || ESCAPE.matcher(path).find()) {
            throw Fault.badRequest("path: " + path + " must be / and a key, in which ~ is written ~0, and / is ~1");
        }
        return path.substring(1).replace("~1", "/").replace("~0", "~").strip();
    }
}
