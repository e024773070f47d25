package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.plankton.api.words.ImageId;
import org.plankton.api.words.JsonReader;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.PropertyPatch;

/** An image as a client asks for it to be reserved: an object, of which each key is a field's or a property's. */
final class NewImage {
    private static final String FORM = "the body must be a JSON object, such as {\"name\": \"Debian\"}; of an image"
            + " of which nothing is said yet {}";

    private NewImage() {}

    /**
     * @throws Fault OVER_LIMIT or BAD_REQUEST if the body cannot be read; FORBIDDEN if it says what clients cannot, or
     *     the image is to be another account's, and the caller is no administrator
     */
    static Draft read(InputStream body, Caller caller, boolean isAdministrator) throws IOException {
        ObjectNode image =
                JsonReader.read(body, ObjectNode.class, path -> FORM).orElseThrow(() -> Fault.badRequest(FORM));
        image.fieldNames().forEachRemaining(ImageFields::requireWritable);
        ImageChange said = new ImageChange();
        image.properties().forEach(field -> set(said, field.getKey(), field.getValue()));
        if (!said.hasVisibility()) {
            said.setField("visibility", TextNode.valueOf("shared"));
        }
        Optional<String> owner = said.owner().filter(account -> !account.equals(caller.account()));
        if (owner.isPresent() && !isAdministrator) {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only an administrator makes an image for another account");
        }
        Optional<String> id = Optional.ofNullable(image.get("id")).map(NewImage::id);
        return new Draft(id, false, said.metadata(), Optional.empty(), Optional.empty(), owner, Expected.NOTHING);
    }

    private static void set(ImageChange said, String key, JsonNode value) {
        if (!ImageFields.isField(key)) {
            said.setProperty(PropertyPatch.Kind.SET, key, value);
        } else if (!key.equals("id") && !ImageFields.HASHES.contains(key)) { // which Glance drops
            said.setField(key, value);
        }
    }

    private static String id(JsonNode id) {
        return ImageId.parse(ImageFields.text("id", id)).orElseThrow(() -> Fault.badRequest("id must be a UUID"));
    }
}
