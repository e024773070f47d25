package org.plankton.api.glance.v2;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.plankton.api.words.ImageJson;
import org.plankton.api.words.JsonBody;
import org.plankton.registry.image.Image;

/**
 * A page of a listing: {@code {"images": […], "first": "/v2/images?…", "schema": …, "next": "/v2/images?…"}}, the last
 * if the page is full, be it that nothing comes behind it.
 *
 * @param isFull whether there are as many as were asked for
 * @param count of all images that are asked for; null if nobody wants to know
 */
record ImagePage(List<Image> images, boolean isFull, ImageQuery asked, Long count) implements JsonBody {
    private static final String PATH = "/v2/images";

    @Override
    public void write(OutputStream output) throws IOException {
        ImageJson.object("images", images, Images::write, json -> {
                    json.writeStringField("first", link(asked.first()));
                    json.writeStringField("schema", "/v2/schemas/images");
                    Optional<String> last = last();
                    if (last.isPresent()) {
                        json.writeStringField("next", link(asked.after(last.get())));
                    }
                    if (count != null) {
                        json.writeNumberField("count", count);
                    }
                })
                .write(output);
    }

    /** The id of the image that the next page comes after; empty if there is none. */
    private Optional<String> last() {
        return isFull && !images.isEmpty()
                ? Optional.of(images.get(images.size() - 1)).map(Image::id)
                : Optional.empty();
    }

    private static String link(String query) {
        return query.isEmpty() ? PATH : PATH + "?" + query;
    }
}
