package org.plankton.api.words;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;

/** What a look at an image's file has found, as JSON; the same on every wire but for its words and times. */
public final class CheckJson {
    private CheckJson() {}

    /**
     * {@code {"check": {"id": "…", "file": "as_registered", "found_at": "", "status": "available"}}}, where the file
     * may also be {@code changed} or {@code gone}.
     *
     * @param image after the look
     * @param foundAt since when it has been known that something is amiss, as the dialect writes it, or that nothing
     *     is; may be null
     * @param status the dialect's word
     */
    public static String of(Image image, String foundAt, String status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Finding finding =
                image.found() == null ? Finding.AS_REGISTERED : image.found().finding();
        body.putObject("check")
                .put("id", image.id())
                .put("file", EnumText.of(finding))
                .put("found_at", foundAt)
                .put("status", status);
        return body.toString();
    }
}
