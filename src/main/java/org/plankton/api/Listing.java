package org.plankton.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.plankton.registry.Caller;
import org.plankton.registry.Image;
import org.plankton.registry.Page;
import org.plankton.registry.Query;
import org.plankton.registry.Query.SortDirection;
import org.plankton.registry.Registry;

/**
 * Answers listings as JSON arrays. With a {@code limit} that is one page, and a {@code Link} to the next if there is more;
 * without, all of it, written to the client as it comes from the database and never held whole.
 */
public final class Listing {
    private static final JsonFactory JSON = new JsonFactory();

    private final Registry registry;
    private final int longestPage;

    /** @param longestPage how many images a page holds at most, whatever limit is asked for */
    public Listing(Registry registry, int longestPage) {
        this.registry = registry;
        this.longestPage = longestPage;
    }

    /** Writes one image as one JSON value. */
    public interface ImageWriter {
        void write(JsonGenerator json, Image image) throws IOException;
    }

    /** @param usual the direction where none is asked for */
    public Response answer(Caller caller, UriInfo uri, SortDirection usual, ImageWriter writer) {
        QueryParameters parameters = new QueryParameters(uri.getRequestUri().getRawQuery());
        Query query = parameters.query(usual);
        if (parameters.limit().isEmpty() && query.marker() == null) {
            return Answers.json(stream(caller, query, writer)).build();
        }
        Page page = registry.page(caller, query, Math.min(parameters.limit().orElse(longestPage), longestPage));
        Response.ResponseBuilder answer = Answers.json(all(page.images(), writer));
        if (page.hasMore() && !page.images().isEmpty()) {
            String last = page.images().get(page.images().size() - 1).id();
            answer.header(
                    "Link", "<" + uri.getRequestUri().getRawPath() + "?" + parameters.after(last) + ">; rel=\"next\"");
        }
        return answer.build();
    }

    private StreamingOutput stream(Caller caller, Query query, ImageWriter writer) {
        return output -> {
            try {
                JsonGenerator json = begin(output);
                registry.list(caller, query, image -> write(writer, json, image));
                end(json);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        };
    }

    private static StreamingOutput all(List<Image> images, ImageWriter writer) {
        return output -> {
            JsonGenerator json = begin(output);
            for (Image image : images) {
                writer.write(json, image);
            }
            end(json);
        };
    }

    private static void write(ImageWriter writer, JsonGenerator json, Image image) {
        try {
            writer.write(json, image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonGenerator begin(OutputStream output) throws IOException {
        JsonGenerator json = JSON.createGenerator(output);
        json.writeStartArray();
        return json;
    }

    /** Only after the last image: closed after a failure, a list that was cut off would look like a whole one. */
    private static void end(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.flush();
    }
}
