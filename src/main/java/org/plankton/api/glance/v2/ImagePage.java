package org.plankton.api.glance.v2;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.plankton.api.words.ImageJson;
import org.plankton.api.words.JsonBody;
import org.plankton.registry.request.Page;

/**
 * A page of a listing: {@code {"images": […], "first": "/v2/images?…", "schema": …, "next": "/v2/images?…"}}, the last
 * if the page is full, be it that nothing comes behind it.
 *
 * @param isFull whether there are as many as were asked for
 * @param count of all images that are asked for; null if nobody wants to know
 */
record ImagePage(Page page, boolean isFull, ImageQuery asked, Long count) implements JsonBody {
    private static final String PATH = "/v2/images";

    @Override
    public void write(OutputStream output) throws IOException {
        // The last that is sent; those that are gone are no markers. If none is sent, nothing is left behind them.
        AtomicReference<String> last = new AtomicReference<>();
        ImageJson.object(
                        "images",
                        page.full(),
                        (json, image) -> {
                            Images.write(json, image);
                            last.set(image.id());
                        },
                        json -> {
                            json.writeStringField("first", link(asked.first()));
                            json.writeStringField("schema", "/v2/schemas/images");
                            if (isFull && last.get() != null) {
                                json.writeStringField("next", link(asked.after(last.get())));
                            }
                            if (count != null) {
                                json.writeNumberField("count", count);
                            }
                        })
                .write(output);
    }

    private static String link(String query) {
        return query.isEmpty() ? PATH : PATH + "?" + query;
    }
}
