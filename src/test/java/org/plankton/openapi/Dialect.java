package org.plankton.openapi;

import java.util.List;
import java.util.Optional;

/**
 * One of the wires: what is said of all its operations at once.
 *
 * @param tag its entry among the tags
 */
record Dialect(OpenApi document, Part tag) {
    String name() {
        return tag.text("name").orElseThrow();
    }

    /** What its paths begin with, in the document first; none if they have nothing in common. */
    List<String> mounts() {
        return tag.at("x-mounts").elements().stream()
                .map(mount -> mount.node().textValue())
                .toList();
    }

    /** The mount that the path is below, or is; empty if it is below none. */
    Optional<String> mountOf(String path) {
        return mounts().stream()
                .filter(mount -> path.equals(mount) || path.startsWith(mount + "/"))
                .findFirst();
    }

    /** The same path at the mount that the document has it at. */
    String firstMounted(String path) {
        return mountOf(path)
                .map(mount -> mounts().get(0) + path.substring(mount.length()))
                .orElse(path);
    }

    /** What is answered to {@code x-unknown-path}, {@code x-unknown-method} or {@code x-options}; may be missing. */
    Part answerTo(String unknown) {
        return document.follow(tag.at(unknown));
    }
}
